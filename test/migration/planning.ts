/** Plans of small exports by a mapping that uses all that the choice between records needs. */
import { onTestFinished } from 'vitest';
import { type Checkpoint, type Item, openCheckpoint } from '../../src/checkpoint/index.js';
import { loadMapping, type Mapping } from '../../src/mapping/index.js';
import { planExports } from '../../src/migration/plan.js';
import type { JsonObject } from '../../src/model.js';
import { Workdir } from '../helpers/program.js';
import { MAPPINGS } from './rehearsal.js';

export const MAPPING = `
provider: former
shapes:
  - name: person
    detect: [id]
    provider_id: record
    date: decided
    skip:
      - {when: {kind: company}, reason: company}
    user:
      vendor_data: id
      full_name: name
      date_of_birth: born
    status:
      - {name: passed, when: {verdict: yes}, then: ACTIVE, final: true}
      - {name: refused, when: {verdict: no}, then: BLOCKED, final: true, reason: Refused, fraud_when: {forged: yes}}
      - {name: open, when: {verdict: open}, then: FLAGGED}
      - {otherwise: problem}
    faces: ['{face}']
`;

export class Planning {
  readonly dir = new Workdir();
  /** What the plans have said on the way. */
  readonly advice: string[] = [];
  readonly checkpoint: Checkpoint = openCheckpoint(this.dir.path('a.db'), 'nowhere');

  constructor() {
    onTestFinished(() => this.checkpoint.close());
  }

  mapping(text = MAPPING): Promise<Mapping> {
    return loadMapping(this.dir.write('former.yaml', text), MAPPINGS);
  }

  write(name: string, records: readonly JsonObject[]): string {
    return this.dir.write(name, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  }

  /** Plans files, each written from its records; returns how many were new. */
  async plan(files: Readonly<Record<string, readonly JsonObject[]>>): Promise<number> {
    const paths = Object.entries(files).map(([name, records]) => this.write(name, records));
    return this.planFiles(paths, await this.mapping());
  }

  planFiles(paths: readonly string[], mapping: Mapping, said: { readonly encoding?: string } = {}): Promise<number> {
    const { signal } = new AbortController();
    const onAdvice = (advice: string) => this.advice.push(advice);
    return planExports(paths, this.checkpoint, { mapping, maxRecordBytes: 100_000, signal, onAdvice, ...said });
  }

  /** Everybody to be migrated, with the status: "p1 ACTIVE". */
  wanted(): string[] {
    return this.items().map(({ vendorData, wanted }) => `${vendorData} ${wanted}`);
  }

  items(): Item[] {
    return [...this.checkpoint.items.inState('pending')];
  }

  /** The records in order: "file:number outcome codes". */
  records(): string[] {
    const rows = this.checkpoint.database.all<{ file: string; number: number; outcome: string; codes: string | null }>(
      `SELECT e.file, r.number, r.outcome, (SELECT group_concat(json_extract(value, '$.code'), ' ') FROM json_each(r.problems)) AS codes
        FROM records r JOIN exports e ON e.id = r.export_id ORDER BY r.id`,
    );
    return rows.map(({ file, number, outcome, codes }) => `${file}:${number} ${outcome}${codes === null ? '' : ` ${codes}`}`);
  }

  /** Everybody is done, as a run would leave them. */
  finish(): void {
    const { items } = this.checkpoint;
    for (const item of this.items()) {
      items.intendCreate(item.id, `nonce ${item.id}`);
      items.identify(item.id, {
        origin: 'created',
        diditId: `id ${item.id}`,
        status: item.wanted,
        updatedAt: undefined,
        applied: item.digest,
      });
      items.end(item, 'done');
    }
  }
}
