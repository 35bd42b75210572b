/** A Redis server of the test's own. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { onTestFinished } from 'vitest';
import { Workdir } from './program.js';

const MISSING = spawnSync('redis-server', ['--version']).status !== 0;
const SAYS =
  'redis-server is not installed (Debian: apt-get install redis-server): the lanes that processes share are not tested.';

/** For `describe.skipIf`: where there is no Redis server these tests cannot tell anything; a build server has to have one. */
export function withoutRedis(): boolean {
  if (MISSING && process.env['CI'] === 'true') throw new Error(SAYS);
  if (MISSING) process.stderr.write(`${SAYS}\n`);
  return MISSING;
}

export class RedisServer {
  readonly port: number;
  /** For its own commands, where it asks for one. */
  password: string | undefined;
  readonly #folder: string;
  readonly #options: readonly string[];
  #process: ChildProcess | undefined;

  private constructor(port: number, folder: string, options: readonly string[]) {
    this.port = port;
    this.#folder = folder;
    this.#options = options;
  }

  /** @param options as on its command line; nothing is kept on disk unless they say so */
  static async start(...options: string[]): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), new Workdir().folder, options);
    onTestFinished(() => server.stop());
    await server.start();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const args = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.#folder, '--save', '', ...this.#options];
    this.#process = spawn('redis-server', args, { stdio: 'ignore' });
    for (;;) {
      const answer = await this.command('PING').catch((error: Error) => error.message);
      if (answer === 'PONG' || /NOAUTH/.test(String(answer))) return;
      await delay(20);
    }
  }

  /** At once, as a crash does. */
  async stop(): Promise<void> {
    const server = this.#process;
    this.#process = undefined;
    if (!server || server.exitCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  }

  async command(name: string, ...args: string[]): Promise<unknown> {
    const password = this.password === undefined ? {} : { password: this.password };
    const redis = new Redis(this.url, { ...password, lazyConnect: true, retryStrategy: () => null });
    let said: Error | undefined;
    redis.on('error', (error) => {
      said = error;
    });
    try {
      await redis.connect();
      return await redis.call(name, ...args);
    } catch (error) {
      throw said ?? error;
    } finally {
      redis.disconnect();
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no port.');
  return address.port;
}
