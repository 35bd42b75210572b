import { type Checkpoint, type Purpose, temporaryCheckpoint } from '../checkpoint/index.js';
import type { Mapping } from '../mapping/index.js';
import { findMapping, planExports } from '../migration/index.js';
import { Screen } from '../progress/index.js';
import type { Source } from '../read/index.js';
import type { ParsedValidateSettings } from '../settings.js';
import { BUILT_IN_MAPPINGS } from './built-in-mappings.js';
import { listenForInterrupts } from './interrupts.js';
import { RunProgress, readingTo } from './run-progress.js';
import type { Terminal } from './terminal.js';
import { withExports } from './with-exports.js';

export interface DryPlan {
  readonly checkpoint: Checkpoint;
  readonly mapping: Mapping;
  readonly exports: readonly Source[];
  readonly signal: AbortSignal;
  /** To be ended before anything is printed. */
  readonly progress: RunProgress;
}

/**
 * Plans exports in a private file that is gone when `work` has ended, so that it never changes what a run does. There is no network.
 * @throws MigrateError where an export or the mapping cannot be used
 */
export async function withDryPlan<T>(
  settings: Pick<ParsedValidateSettings, 'exports' | 'mapping' | 'lookup' | 'maxRecordBytes' | 'encoding' | 'delimiter'> &
    Partial<Pick<ParsedValidateSettings, 'progress' | 'shard'>> & {
      /** `apply` where `work` needs the whole of what the mapping made of people; `look` by default. */
      readonly purpose?: Purpose;
    },
  terminal: Terminal,
  work: (plan: DryPlan) => Promise<T>,
): Promise<T> {
  const { mapping: named, lookup: lookups, maxRecordBytes, encoding, delimiter } = settings;
  const reading = { maxRecordBytes, encoding, delimiter };
  const stop = new AbortController();
  const { signal } = stop;
  const screen = settings.progress !== false && terminal.screen ? new Screen(terminal.screen) : undefined;
  const progress = new RunProgress({ screen, onProgress: terminal.caller?.onProgress });
  const onAdvice = screen ? (text: string) => screen.print(text) : terminal.err;
  const interrupts = listenForInterrupts(stop, { ...terminal, err: onAdvice });
  const checkpoint = temporaryCheckpoint(settings.shard, settings.purpose ?? 'look');
  try {
    return await withExports(settings.exports, async (exports) => {
      const mapping = await findMapping(named, exports[0] ?? '', BUILT_IN_MAPPINGS, reading);
      const onRead = readingTo(progress, exports);
      await planExports(exports, checkpoint, { ...reading, mapping, lookups, signal, onRead, onAdvice });
      progress.end();
      return work({ checkpoint, mapping, exports, signal, progress });
    });
  } finally {
    progress.end();
    interrupts.end();
    checkpoint.close();
  }
}
