import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Sandbox } from '../../src/sandbox/index.js';

const CLI = new URL('../../dist/cli.js', import.meta.url).pathname;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** All that there is to see when an expectation fails. */
  readonly story: string;
}

export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
}

interface Started {
  /** A command that starts it, with its arguments: to take something away from it. */
  readonly under?: readonly string[];
  /** What stands on its standard input; nothing otherwise. */
  readonly input?: string | Buffer;
  /** What is typed once this is shown. */
  readonly answer?: { readonly to: string; readonly type: string };
}

/** A fresh folder in which the built program is run; gone when the test has finished. */
export class Workdir {
  readonly folder = mkdtempSync(join(tmpdir(), 'didit-migrate-test-'));

  constructor() {
    onTestFinished(() => rmSync(this.folder, { recursive: true, force: true }));
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, content: string | Buffer): string {
    writeFileSync(this.path(name), content);
    return this.path(name);
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  list(): string[] {
    return readdirSync(this.folder).sort();
  }

  /** Starts the program without waiting for its end. Nothing of this process's environment but the path reaches it. */
  start(
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
    { under = [], input, answer }: Started = {},
  ): Running {
    const [command = process.execPath, ...words] = [...under, process.execPath, CLI, ...args];
    const child = spawn(command, words, {
      cwd: this.folder,
      env: { PATH: process.env.PATH ?? '', HOME: this.folder, ...environment },
    });
    // A program that has ended reads no more.
    child.stdin.on('error', () => undefined);
    if (!answer) child.stdin.end(input);
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
      if (answer && stdout.includes(answer.to)) child.stdin.end(answer.type);
    });
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    const ended = new Promise<Ended>((resolve) =>
      child.once('close', (code, signal) => {
        const story = `$ didit-migrate ${args.join(' ')}\nin ${this.folder}: ${this.list().join(' ')}\nexit ${code ?? signal}\n--- stdout\n${stdout}\n--- stderr\n${stderr}`;
        resolve({ code, signal, stdout, stderr, story });
      }),
    );
    // Its folder goes after it: hooks run last in, first out.
    onTestFinished(async () => {
      child.kill('SIGKILL');
      await ended;
    });
    return { process: child, ended };
  }

  /** Runs the program to its end. */
  async run(args: readonly string[], environment: Readonly<Record<string, string>> = {}, started: Started = {}): Promise<Ended> {
    return this.start(args, environment, started).ended;
  }
}

/** What a run needs to reach a sandbox, with its limits off. */
export function environmentOf(sandbox: Sandbox): Record<string, string> {
  return {
    DIDIT_BASE_URL: sandbox.baseUrl,
    DIDIT_API_KEY: sandbox.apiKey,
    DIDIT_ORGANIZATION_ID: sandbox.organizationId,
    DIDIT_APPLICATION_ID: sandbox.applicationId,
    DIDIT_MIGRATE_WRITE_LIMIT: 'off',
    DIDIT_MIGRATE_READ_LIMIT: 'off',
    DIDIT_MIGRATE_REQUEST_TIMEOUT: '2s',
  };
}
