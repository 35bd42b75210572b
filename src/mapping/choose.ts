import type { SourceRecord } from '../model.js';
import type { Mapping } from './compile.js';

/** The one mapping whose shapes fit more than half of the sample; undefined where none or several do, so that somebody has to say. */
export function chooseMapping(sample: readonly SourceRecord[], mappings: readonly Mapping[]): Mapping | undefined {
  const fitting = mappings.filter((mapping) => sample.filter((record) => mapping.fits(record)).length * 2 > sample.length);
  return fitting.length === 1 ? fitting[0] : undefined;
}

/**
 * Where any of the mappings may find its records. A place inside another goes before that, whichever mapping names them: the envelope
 * that one mapping looks into must not pass for the record that another expects. The document itself comes last.
 */
export function placesOfAll(mappings: readonly Mapping[]): string[] {
  const depth = (place: string) => (place === '$' ? 0 : place.split('.').length);
  const places = new Set([...mappings.flatMap((mapping) => mapping.recordPaths), '$']);
  return [...places].sort((a, b) => depth(b) - depth(a));
}

/**
 * Where to look for records of which nobody has said what they are, one list of places after the other until a mapping fits. What is an
 * envelope to one mapping may be a field of the record that another expects: then the document itself is what to look at.
 */
export function placesToTry(mappings: readonly Mapping[]): string[][] {
  return [placesOfAll(mappings), ['$']];
}
