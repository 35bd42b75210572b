/** Which mapping is made for the records of an export, and what the others miss. */
import { chooseMapping, type Mapping } from '../mapping/index.js';
import type { SourceRecord } from '../model.js';

export interface ShapeFit {
  readonly mapping: string;
  readonly shape: string;
  /** How many of the looked at records have each of the fields that the shape asks for. */
  readonly detect: readonly { readonly asks: string; readonly records: number }[];
  /** How many have all of them. */
  readonly records: number;
}

export interface Fit {
  /** The mapping that a run would take unasked. */
  readonly chosen: Mapping | undefined;
  /** Best first. */
  readonly shapes: readonly ShapeFit[];
  /** How many records were looked at. */
  readonly looked: number;
}

/** @param sample the first readable records of the export */
export function fitOf(sample: readonly SourceRecord[], mappings: readonly Mapping[]): Fit {
  const shapes = mappings.flatMap(({ name, shapes }) =>
    shapes.map((shape): ShapeFit => {
      const met = sample.map((record) => shape.detect.map((each) => each.isMetBy(record.fields)));
      return {
        mapping: name,
        shape: shape.name,
        detect: shape.detect.map(({ asks }, index) => ({ asks, records: met.filter((each) => each[index]).length })),
        records: met.filter((each) => each.every(Boolean)).length,
      };
    }),
  );
  const nearness = ({ records, detect }: ShapeFit) => records + detect.filter((each) => each.records > 0).length / detect.length;
  return {
    chosen: chooseMapping(sample, mappings),
    shapes: shapes.sort((one, other) => nearness(other) - nearness(one)),
    looked: sample.length,
  };
}

/** The mappings of which somebody has to choose one, where more than one fits. */
export function severalFit({ shapes, looked }: Pick<Fit, 'shapes' | 'looked'>): string[] {
  const fitting = new Set(shapes.filter(({ records }) => records * 2 > looked).map(({ mapping }) => mapping));
  return fitting.size > 1 ? [...fitting] : [];
}
