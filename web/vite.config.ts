import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const server = process.env['TURNKEEPER_DEV_SERVER'] ?? 'http://127.0.0.1:8080';

/* Tests in ../tests have no node_modules above them: their packages are the ones installed here. */
function packagesForOutsideTests(): Plugin {
  return {
    name: 'packages-for-outside-tests',
    enforce: 'pre',
    async resolveId(source, importer) {
      const isPackage = /^[@a-z]/i.test(source) && !source.startsWith('node:');
      if (!isPackage || !importer?.startsWith(here('../tests/'))) return null;
      return this.resolve(source, here('./package.json'), { skipSelf: true });
    },
  };
}

export default defineConfig({
  plugins: [packagesForOutsideTests()],
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
  build: {
    target: 'es2021',
    // The policy of the server allows no inline code, so nothing may be inlined: fonts and icons stay files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    fs: { allow: [here('.'), here('../protocol'), here('../tests')] },
    proxy: {
      '/api': { target: server },
      '/ws': { target: server, ws: true, changeOrigin: true },
    },
  },
  test: {
    include: ['src/**/*.test.{ts,tsx}', '../tests/protocol/**/*.test.ts'],
    testTimeout: 30_000, // validators are compiled, on machines that do more than this
  },
});
