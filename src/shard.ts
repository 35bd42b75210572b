import { createHash } from 'node:crypto';

/** One of `of` parts into which the people of an export fall, counted from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** The variables of array jobs that hold the index of a process, and the number at which each begins. */
const INDEXES = [
  { name: 'JOB_COMPLETION_INDEX', from: 0, total: undefined },
  { name: 'AWS_BATCH_JOB_ARRAY_INDEX', from: 0, total: 'AWS_BATCH_JOB_ARRAY_SIZE' },
  { name: 'SLURM_ARRAY_TASK_ID', from: 1, total: 'SLURM_ARRAY_TASK_COUNT' },
] as const;

/** More parts than an array job of AWS Batch can have children help nobody. */
const MOST = 10_000;

/**
 * `K/N`; `/N` with K from the environment of an array job; or `auto` with both from there. Kubernetes and AWS Batch count from 0 and
 * are given one more; Slurm's own numbers are taken as they are, so its arrays are `1-N`: a task that is sent again alone keeps its part.
 * @returns the part, or what is wrong as the end of a sentence
 */
export function readShard(text: string, environment: Readonly<Record<string, string | undefined>>): Shard | { problem: string } {
  if (text === 'auto') {
    const found = fromArrayJob(environment);
    if ('problem' in found) return found;
    const { of } = found;
    if (of === undefined) return { problem: `needs the number of parts, which ${found.name} does not tell: say /N` };
    return checked(found.index, of, `${found.name} and ${found.total}`);
  }
  const [, index, of] = /^(\d+)?\/(\d+)$/.exec(text) ?? [];
  if (of === undefined) return { problem: 'must be K/N such as 2/4, /N where an array job tells K, or auto where it tells both' };
  if (index !== undefined) return checked(Number(index), Number(of), text);
  const found = fromArrayJob(environment);
  return 'problem' in found ? found : checked(found.index, Number(of), `${found.name} with ${text}`);
}

interface Place {
  /** Counted from 1. */
  readonly index: number;
  readonly of: number | undefined;
  /** The variables that say so. */
  readonly name: string;
  readonly total: string | undefined;
}

function fromArrayJob(environment: Readonly<Record<string, string | undefined>>): Place | { readonly problem: string } {
  const set = INDEXES.filter(({ name }) => environment[name]);
  const [found, other] = set;
  if (!found) return { problem: `finds none of ${INDEXES.map(({ name }) => name).join(', ')} in the environment: say K/N` };
  if (other) return { problem: `finds both ${found.name} and ${other.name} in the environment: say K/N` };
  const of = found.total && environment[found.total];
  const { name, total } = found;
  return { name, total, index: Number(environment[name]) + 1 - found.from, of: of ? Number(of) : undefined };
}

function checked(index: number, of: number, from: string): Shard | { problem: string } {
  const fits = Number.isInteger(index) && Number.isInteger(of) && index >= 1 && index <= of && of <= MOST;
  return fits
    ? { index, of }
    : { problem: `must be 1 to N of N parts, and N at most ${MOST}; ${from} is not (Slurm: --array=1-N)` };
}

/** As it is shown and kept: `2/4`. */
export function shardText({ index, of }: Shard): string {
  return `${index}/${of}`;
}

/** As it stands in a file's name: `2-of-4`. */
export function shardName({ index, of }: Shard): string {
  return `${index}-of-${of}`;
}

/**
 * Does this part take what has this key? Each key falls to one part, and always to the same: the hash is part of the format of
 * checkpoints.
 */
export function takes({ index, of }: Shard, key: string): boolean {
  return createHash('sha256').update(key).digest().readUInt32BE(0) % of === index - 1;
}
