/** A whole migration in a fresh folder: an export, its faces and a checkpoint here, a sandbox behind a proxy that can misbehave there. */
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { openArchive } from '../../src/archive/index.js';
import { type Checkpoint, openCheckpoint, type ResultRow } from '../../src/checkpoint/index.js';
import { Client, type ClientOptions } from '../../src/didit/index.js';
import { MigrateError } from '../../src/errors.js';
import { type FaceSource, faceSource, linkFetcher } from '../../src/faces/index.js';
import { loadMapping } from '../../src/mapping/index.js';
import { apply } from '../../src/migration/apply.js';
import { FaceList } from '../../src/migration/face-list.js';
import { faceTools } from '../../src/migration/face-tools.js';
import { planExports } from '../../src/migration/plan.js';
import { reopenFaces } from '../../src/migration/reopen-faces.js';
import { rollback } from '../../src/migration/rollback.js';
import type { ExistingPolicy } from '../../src/migration/tools.js';
import { verify } from '../../src/migration/verify.js';
import type { DiditStatus } from '../../src/model.js';
import { parseProfile, type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { type CallName, type FaultyProxy, startFaultyProxy } from '../helpers/faulty-proxy.js';
import { portrait } from '../helpers/images.js';
import { toCsv } from '../helpers/people.js';
import { Workdir } from '../helpers/program.js';

export const MAPPINGS = new URL('../../mappings', import.meta.url).pathname;
/** Answers that are late on a busy machine are no lost answers. */
const PATIENT_MS = 5_000;
/** Where an answer never comes. */
export const IMPATIENT_MS = 300;
const PROFILE = parseProfile(process.env['SANDBOX_PROFILE']);
/** Does a GET go on showing deleted users? One page says so, another does not. */
export const SHOWS_DELETED = PROFILE.deletion === 'soft';
/** What stops a run whose key is wrong: pages name both statuses. */
export const WRONG_KEY = PROFILE['bad-key'] === '403' ? 'key_lacks_access' : 'key_refused';
const TARGET = 'the sandbox';

/** A row of a generic export; what is not said is the same for all. */
export interface Row {
  readonly vendor_data: string;
  readonly status?: DiditStatus;
  readonly full_name?: string;
  readonly metadata_json?: string;
  readonly face?: string;
}

interface RunOptions {
  readonly onExisting?: ExistingPolicy;
  readonly faces?: 'on' | 'off';
  readonly concurrency?: number;
  readonly limit?: number;
  readonly begin?: 'all' | 'bound';
  readonly apiKey?: string;
  readonly fetchFaces?: boolean;
  readonly stop?: AbortController;
  readonly maxOutageMs?: number;
}

interface RunEnd {
  /** The code of what stopped the run, if anything did. */
  readonly stopped?: string;
  /** The requests of this run that reached the proxy. */
  readonly calls: Partial<Record<CallName, number>>;
}

export class Rehearsal {
  /** Of the next run. */
  requestTimeoutMs = PATIENT_MS;
  readonly #dir = new Workdir();
  #checkpoint: Checkpoint;
  #exports = 0;

  private constructor(
    readonly sandbox: Sandbox,
    readonly proxy: FaultyProxy,
  ) {
    this.#checkpoint = this.#open(this.#dir.path('a.db'));
    onTestFinished(() => this.#checkpoint.close());
  }

  static async begin(): Promise<Rehearsal> {
    const sandbox = await startSandbox({ writeLimit: 'off', readLimit: 'off', profile: PROFILE });
    onTestFinished(() => sandbox.close());
    const rehearsal = new Rehearsal(sandbox, await startFaultyProxy(sandbox.baseUrl));
    mkdirSync(rehearsal.#dir.path('faces'));
    return rehearsal;
  }

  get checkpoint(): Checkpoint {
    return this.#checkpoint;
  }

  /** Puts another cartoon under --faces for each seed. */
  async addFace(name: string, seed = 1): Promise<void> {
    this.#dir.write(`faces/${name}`, await portrait(seed));
  }

  addFile(name: string, content: string): string {
    return this.#dir.write(name, content);
  }

  /** Plans the rows as one more export. */
  async plan(rows: readonly Row[]): Promise<void> {
    this.#exports += 1;
    const file = this.#dir.write(
      `export-${this.#exports}.csv`,
      toCsv(rows.map((row) => ({ full_name: 'Testa Sample', status: 'ACTIVE', metadata_json: '', face: '', ...row }))),
    );
    await planExports([file], this.#checkpoint, {
      mapping: await loadMapping('generic', MAPPINGS),
      maxRecordBytes: 1_000_000,
      signal: new AbortController().signal,
    });
  }

  async run({
    onExisting = 'adopt',
    faces = 'on',
    concurrency = 4,
    limit,
    begin = 'all',
    apiKey = this.sandbox.apiKey,
    fetchFaces = false,
    stop = new AbortController(),
    maxOutageMs = 5_000,
  }: RunOptions = {}): Promise<RunEnd> {
    const before = this.proxy.requests.length;
    const checkpoint = this.#checkpoint;
    const client = this.#client({ apiKey, connections: concurrency, maxOutageMs, signal: stop.signal });
    const source = await this.#source(stop.signal, fetchFaces);
    const list = new FaceList(client, checkpoint.meta);
    const tools = {
      client,
      checkpoint,
      onExisting,
      faces: faces === 'on' ? { ...faceTools(source, list, this.requestTimeoutMs), settleMs: 10 } : undefined,
      signal: stop.signal,
    };
    try {
      await apply(tools, { concurrency, limit, begin, stop });
      return { calls: this.#callsSince(before) };
    } catch (error) {
      if (!(error instanceof MigrateError)) throw error;
      return { stopped: error.code, calls: this.#callsSince(before) };
    } finally {
      await client.close();
    }
  }

  /** Takes everything back, or looks at it. Returns what came of each person, as "outcome reasons". */
  async rollback(mode: 'look' | 'write' = 'write', lookLastsMs = 10_000): Promise<Record<string, string>> {
    const stop = new AbortController();
    const client = this.#client({ signal: stop.signal });
    const { undo } = this.#checkpoint;
    undo.begin();
    try {
      await rollback({ client, checkpoint: this.#checkpoint }, { mode, limit: undefined, lookLastsMs, stop });
    } finally {
      await client.close();
    }
    return Object.fromEntries([...undo.rows()].map(({ vendorData, outcome, why }) => [vendorData, [outcome, ...why].join(' ')]));
  }

  /** Reads everybody back. Returns what came of each person, as "result fields". */
  async verify(concurrency = 4): Promise<Record<string, string>> {
    const stop = new AbortController();
    const client = this.#client({ signal: stop.signal });
    const { verification } = this.#checkpoint;
    verification.begin({ sample: undefined, exports: [] });
    try {
      await verify({ client, checkpoint: this.#checkpoint, expected: undefined }, { concurrency, stop });
    } finally {
      await client.close();
    }
    return Object.fromEntries(
      [...verification.rows()].map(({ vendorData, result, fields }) => [vendorData, [result, ...fields].join(' ')]),
    );
  }

  /** The images of this folder. */
  faces(): Promise<FaceSource> {
    return this.#source(new AbortController().signal, false);
  }

  /** Takes up again what can be, as a run does before it plans. */
  async reopenFaces({ fetchFaces = false } = {}): Promise<void> {
    const { signal } = new AbortController();
    await reopenFaces(this.#checkpoint, await this.#source(signal, fetchFaces), signal);
  }

  /** What became of one person. */
  result(vendorData: string): ResultRow | undefined {
    return [...this.#checkpoint.report.results()].find((row) => row.vendorData === vendorData);
  }

  user(vendorData: string) {
    return this.sandbox.state.users.get(vendorData);
  }

  /** Sends one call to the sandbox as somebody else would. */
  async elsewhere(method: string, path: string, body?: unknown): Promise<void> {
    const response = await fetch(this.sandbox.baseUrl + path, {
      method,
      headers: { 'content-type': 'application/json', 'x-api-key': this.sandbox.apiKey },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path} was answered with ${response.status}.`);
  }

  /** Where the upload, the list and the single faces of a user are. */
  facesPath(vendorData: string): string {
    const { organizationId, applicationId } = this.sandbox;
    const id = this.user(vendorData)?.didit_internal_id;
    return `/v3/organization/${organizationId}/application/${applicationId}/vendor-users/by-id/${id}/faces/`;
  }

  /** The checkpoint as a process that dies at this moment leaves it. */
  crashCopy(): string {
    const copy = this.#dir.path('crashed.db');
    for (const suffix of ['', '-wal']) {
      const from = this.#checkpoint.file + suffix;
      if (existsSync(from)) cpSync(from, copy + suffix);
    }
    return copy;
  }

  /** As somebody does who has lost the checkpoint. */
  beginAgain(): void {
    this.continueWith(this.#dir.path('b.db'));
  }

  /** Goes on with another checkpoint file of the same target. */
  continueWith(file: string): void {
    this.#checkpoint.close();
    this.#checkpoint = this.#open(file);
  }

  #client(options: Pick<ClientOptions, 'signal'> & Partial<ClientOptions>): Client {
    return new Client({
      target: { ...this.sandbox, baseUrl: this.proxy.baseUrl },
      apiKey: this.sandbox.apiKey,
      requestTimeoutMs: this.requestTimeoutMs,
      connections: 4,
      writeLimit: 'off',
      readLimit: 'off',
      spent: { write: [], read: [] },
      maxOutageMs: 5_000,
      backoff: { baseMs: 1, capMs: 10 },
      ...options,
    });
  }

  async #source(signal: AbortSignal, fetchFaces: boolean): Promise<FaceSource> {
    const links = fetchFaces ? linkFetcher({ reach: 'public and loopback', signal, pausesMs: [1, 1] }) : undefined;
    const kept = (sha256: string) => this.#checkpoint.images.find(sha256);
    return faceSource({ archive: await openArchive(this.#dir.path('faces')), kept, links });
  }

  #open(file: string): Checkpoint {
    return openCheckpoint(file, TARGET);
  }

  #callsSince(index: number): Partial<Record<CallName, number>> {
    const calls: Partial<Record<CallName, number>> = {};
    for (const { call } of this.proxy.requests.slice(index)) calls[call] = (calls[call] ?? 0) + 1;
    return calls;
  }
}
