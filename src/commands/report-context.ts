import type { Checkpoint } from '../checkpoint/index.js';
import { requestsSoFar } from '../migration/index.js';
import type { ReportContext } from '../report/index.js';

/** What a report says besides the plan and its results. */
export function reportContext(checkpoint: Checkpoint): ReportContext {
  const target = checkpoint.meta.get('target');
  const shard = checkpoint.meta.get('shard');
  return {
    ...(target !== undefined && { target }),
    ...(shard !== undefined && { shard }),
    requests: requestsSoFar(checkpoint),
    generatedAt: new Date(),
  };
}
