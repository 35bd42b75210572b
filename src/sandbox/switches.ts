import type { FaultSequence } from './fault-sequence.js';
import type { Latency } from './serve.js';

/** What can be turned while the sandbox runs. */
export interface Switches {
  faults: FaultSequence | undefined;
  key: 'good' | 'revoked';
  latencyMs: Latency;
}
