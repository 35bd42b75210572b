import type { SourceRecord } from '../model.js';
import type { Mapping } from './compile.js';

/** The one mapping whose shapes fit more than half of the sample; undefined where none or several do, so that somebody has to say. */
export function chooseMapping(sample: readonly SourceRecord[], mappings: readonly Mapping[]): Mapping | undefined {
  const fitting = mappings.filter((mapping) => sample.filter((record) => mapping.fits(record)).length * 2 > sample.length);
  return fitting.length === 1 ? fitting[0] : undefined;
}
