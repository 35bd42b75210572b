import type { Remaining } from '../../checkpoint/index.js';
import type { Expectations } from '../forecast.js';
import type { ReportContext } from '../summary.js';

/** What the page is about: what would be done, what is being done at this moment, or what was done. */
export type Stage = 'plan' | 'running' | 'at rest';

/** What the page says besides the checkpoint. */
export interface PageContext extends ReportContext {
  /** A dry run: nothing was sent, and this is left to send. */
  readonly plan?: Expectations & { readonly remaining: Remaining };
  /** The run that comes next, as it is typed. */
  readonly command?: string;
  /** Every `vendor_data` stands there as a keyed hash alone. */
  readonly redact?: boolean;
}
