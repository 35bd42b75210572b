import type { Compared } from '../checkpoint/index.js';
import { defuse } from './defuse.js';

/** `expected-missing.csv` and `unexpected.csv`: an id, what the plan makes of it, and why. */
export function* expectedTable(people: Iterable<Compared>): Generator<string[]> {
  yield ['vendor_data', 'outcome', 'why', 'record'];
  for (const { vendorData, fate, why, record = '' } of people)
    yield [vendorData, fate === 'absent' ? 'not in the export' : fate, why.join('; '), record].map(defuse);
}
