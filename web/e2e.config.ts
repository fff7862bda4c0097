/* End-to-end tests: ../tests/e2e, in browsers, on the built server and the built client. */
import type { Reporter } from 'vitest/reporters';
import client from './vite.config';

/* The last line, which scripts/test counts by. */
const tally: Reporter = {
  onTestRunEnd(modules) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const failed = tests.filter((test) => test.result().state === 'failed').length;
    const broken = modules.filter((module) => module.errors().length > 0).length;
    const passed = tests.filter((test) => test.result().state === 'passed').length;
    process.on('exit', () => process.stdout.write(`${passed} passed, ${failed + broken} failed\n`));
  },
};

export default {
  ...client,
  test: {
    include: ['../tests/e2e/**/*.test.ts'],
    environment: 'node',
    pool: 'forks',
    poolOptions: { forks: { singleFork: true } },
    sequence: { concurrent: true },
    maxConcurrency: 4,
    reporters: ['verbose', tally],
    hookTimeout: 60_000,
  },
};
