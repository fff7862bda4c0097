/* The real server: its release build, on a free port, with a data folder of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { within } from './deadline';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const executable = process.env['TURNKEEPER_EXECUTABLE'] ?? join(root, 'build/release/turnkeeper');
const web = process.env['TURNKEEPER_WEB'] ?? join(root, 'web/dist');

export class Server {
  /** What it wrote, over all its lives. */
  log = '';
  private child: ChildProcess | undefined;
  private address_ = '';
  private readonly data = mkdtempSync(join(tmpdir(), 'turnkeeper-e2e-'));

  private constructor(private readonly options: readonly string[]) {}

  static async start(...options: string[]): Promise<Server> {
    const server = new Server(options);
    await server.live('127.0.0.1:0');
    return server;
  }

  /** What people open, without a slash at its end. */
  get address(): string {
    return this.address_;
  }

  /** Where it listens, which a proxy before it has to know. */
  get upstream(): string {
    return /listening on (\S+)/.exec(this.log)?.[1] ?? this.address_;
  }

  /** As a power cut would: it has no chance to say goodbye. */
  async kill(): Promise<void> {
    const child = this.alive();
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await within(10, 'the killed server is gone', gone);
    this.child = undefined;
  }

  /** On the same address and data as before. */
  async rise(): Promise<void> {
    await this.live(new URL(this.address_).host);
  }

  /** Asks it to go, which it must do in good order. */
  async stop(): Promise<void> {
    try {
      if (!this.child) return;
      const gone = once(this.child, 'exit') as Promise<[number | null, string | null]>;
      this.child.kill('SIGTERM');
      const [code, signal] = await within(20, 'the server drains and stops', gone).catch((error) => {
        this.child?.kill('SIGKILL');
        throw error;
      });
      this.child = undefined;
      if (code !== 0) throw new Error(`the server ended with ${code ?? signal}:\n${this.log}`);
    } finally {
      rmSync(this.data, { recursive: true, force: true });
    }
  }

  /** Waits until a gauge of its metrics has this value: what one socket did, another may find out only by then. */
  async measures(gauge: string, value: number): Promise<void> {
    let over = false;
    const pattern = new RegExp(`^${gauge} ${value}$`, 'm');
    const watching = async () => {
      while (!over && !pattern.test(await (await fetch(`${this.upstream}/metrics`)).text()));
    };
    await within(20, `${gauge} is ${value}`, watching()).finally(() => {
      over = true;
    });
  }

  private alive(): ChildProcess {
    if (!this.child) throw new Error('the server does not live');
    return this.child;
  }

  private async live(listen: string): Promise<void> {
    const options = ['serve', '--listen', listen, '--data', this.data, '--web', web, ...this.options];
    const child = spawn(executable, options, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    const before = this.log.length;
    const listening = new Promise<void>((resolve, reject) => {
      const read = (chunk: Buffer) => {
        this.log += chunk.toString();
        const found = /Open this address in a browser: (\S+)/.exec(this.log.slice(before));
        if (!found?.[1]) return;
        this.address_ = found[1].replace(/\/$/, '');
        resolve();
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.on('error', (error) => reject(new Error(`${executable}: ${error.message}`)));
      child.on('exit', (code) => reject(new Error(`the server ended with ${code}:\n${this.log.slice(before)}`)));
    });
    await within(20, () => `the server prints its address\n${this.log.slice(before)}`, listening);
  }
}
