/* The snippets of deploy/, tried as they are but for names, ports and certificate: a circle reached over HTTPS. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import WebSocket from 'ws';
import { within } from './support/deadline';
import { Server } from './support/server';

const host = 'circle.example.org';
const snippet = (name: string) => readFileSync(fileURLToPath(new URL(`../../deploy/${name}`, import.meta.url)), 'utf8');

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Every mark must be there: a snippet that changed must not be tried as something else. */
function fill(text: string, marks: readonly (readonly [string, string])[]): string {
  for (const [mark, value] of marks) {
    expect(text, `the snippet has no «${mark}»`).toContain(mark);
    text = text.replaceAll(mark, value);
  }
  return text;
}

interface Proxy {
  readonly name: string;
  command(folder: string, port: number, plain: number, upstream: string): readonly string[];
}

const nginx: Proxy = {
  name: 'nginx',
  command(folder, port, plain, upstream) {
    const site = fill(snippet('nginx.conf'), [
      ['    listen [::]:80;\n', ''],
      ['    listen [::]:443 ssl;\n', ''],
      ['listen 80;', `listen 127.0.0.1:${plain};`],
      ['listen 443 ssl;', `listen 127.0.0.1:${port} ssl;`],
      [`/etc/letsencrypt/live/${host}/fullchain.pem`, join(folder, 'certificate.pem')],
      [`/etc/letsencrypt/live/${host}/privkey.pem`, join(folder, 'key.pem')],
      ['127.0.0.1:8080', upstream],
    ]);
    const kept = ['body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
    const temporary = kept.map((each) => `  ${each === 'body' ? 'client_body' : each}_temp_path ${folder}/${each};`);
    writeFileSync(
      join(folder, 'nginx.conf'),
      `daemon off;\nmaster_process off;\npid ${folder}/pid;\nerror_log stderr;\nevents {}\nhttp {\n  access_log off;\n${temporary.join('\n')}\n${site}}\n`,
    );
    return ['nginx', '-e', 'stderr', '-p', folder, '-c', join(folder, 'nginx.conf')];
  },
};

const caddy: Proxy = {
  name: 'Caddy',
  command(folder, port, plain, upstream) {
    const site = fill(snippet('Caddyfile'), [
      [`\n${host} {\n`, `\nhttps://${host}:${port} {\n\ttls ${folder}/certificate.pem ${folder}/key.pem\n`],
      ['127.0.0.1:8080', upstream],
    ]);
    writeFileSync(join(folder, 'Caddyfile'), `{\n\tadmin off\n\thttp_port ${plain}\n\tauto_https disable_redirects\n}\n${site}`);
    return ['caddy', 'run', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')];
  },
};

/** One request through the proxy, as a browser would make it that knows `host`. */
function ask(port: number, method: string, path: string, body?: unknown, token?: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port,
        servername: host,
        path,
        method,
        rejectUnauthorized: false,
        headers: {
          host,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
      },
      (answer) => {
        let text = '';
        answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: text }));
      },
    );
    asked.on('error', reject);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** Until the proxy listens; it says nothing about that itself. */
async function listening(port: number, gone: Promise<never>): Promise<void> {
  const tries = async () => {
    for (;;) {
      const answer = await ask(port, 'GET', '/healthz').catch(() => undefined);
      if (answer?.status === 200) return;
    }
  };
  await within(15, 'the proxy answers', Promise.race([tries(), gone]));
}

function join_room(port: number, session: string, token: string, origin: string): Promise<string> {
  const socket = new WebSocket(`wss://127.0.0.1:${port}/ws/v1/sessions/${session}`, 'turnkeeper.v1', {
    agent: new Agent({ servername: host, rejectUnauthorized: false }),
    headers: { host, origin },
  });
  socket.on('open', () => socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'room.join', params: { token } })));
  return new Promise<string>((resolve) => {
    socket.once('message', (data) => {
      resolve(data.toString());
      socket.terminate();
    });
    socket.on('error', (error) => resolve(error.message));
  });
}

for (const proxy of [nginx, caddy]) {
  test(`a circle is reached over HTTPS behind ${proxy.name}, as the snippet says`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'turnkeeper-proxy-'));
    const server = await Server.start('--public-url', `https://${host}`);
    const port = await freePort();
    const subject = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`];
    const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'certificate.pem')];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject, ...files], { stdio: 'ignore' });
    const [program, ...options] = proxy.command(folder, port, await freePort(), new URL(server.upstream).host);
    const child = spawn(program ?? '', options, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, HOME: folder } });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const gone = new Promise<never>((_, reject) => {
      child.on('error', reject);
      child.on('exit', () => reject(new Error(`${proxy.name} ended:\n${said}`)));
    });
    gone.catch(() => undefined);
    try {
      await listening(port, gone);
      const page = await ask(port, 'GET', '/');
      expect(page.status).toBe(200);
      expect(page.body).toContain('<title>');
      expect((await ask(port, 'GET', '/metrics')).status).toBe(404);

      const made = JSON.parse((await ask(port, 'POST', '/api/v1/circles', { name: 'Harbour' })).body);
      expect(made.links.invite.url).toBe(`https://${host}/#/join/${made.circle}/${made.links.invite.token}`);
      const place = { name: 'Aiko', agreement: 'norms-1' };
      const seat = JSON.parse((await ask(port, 'POST', `/api/v1/circles/${made.circle}/members`, place, made.links.invite.token)).body);

      const welcome = JSON.parse(await within(10, 'the room answers', join_room(port, made.session, seat.token, `https://${host}`)));
      expect(welcome.result.state.circle.name).toBe('Harbour');
      const stranger = await within(10, 'a foreign page is refused', join_room(port, made.session, seat.token, 'https://elsewhere.example'));
      expect(stranger).toContain('403');
    } finally {
      if (child.exitCode === null) {
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        await ended;
      }
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);
}
