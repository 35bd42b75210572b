import type { Checkpoint } from '../checkpoint/index.js';
import { requestsSoFar } from '../migration/index.js';
import type { PageContext } from '../report/index.js';

/** What a report says besides the plan and its results. `redact`: as the last run was told, where nothing is said. */
export function reportContext(
  checkpoint: Checkpoint,
  { redact = checkpoint.meta.get('redact') === 'true' }: { redact?: boolean } = {},
): PageContext {
  const target = checkpoint.meta.get('target');
  const shard = checkpoint.meta.get('shard');
  const command = checkpoint.meta.get('command');
  return {
    ...(target !== undefined && { target }),
    ...(shard !== undefined && { shard }),
    ...(command !== undefined && { command }),
    requests: requestsSoFar(checkpoint),
    generatedAt: new Date(),
    redact,
  };
}
