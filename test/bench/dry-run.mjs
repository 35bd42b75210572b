import { fileURLToPath } from 'node:url';
import { inTurns, program, run } from './measure.mjs';
import { writePeople } from './people-file.mjs';

const ROWS = 1_000_000;
const [bare, mapOnly] = ['parse-bare.mjs', 'map-only.mjs'].map((name) => fileURLToPath(new URL(name, import.meta.url)));

/** `validate` against nothing but the parser; and reading and mapping alone, which no way of writing the plan down can make faster. */
export async function dryRun(format, { folder, rows = ROWS, rounds }) {
  const file = writePeople(folder, rows, format);
  const { ours, mapped, parser } = await inTurns(rounds, {
    ours: () => run([program, 'validate', file, '--mapping', 'generic']),
    mapped: () => run([mapOnly, file]),
    parser: () => run([bare, file]),
  });
  const perSecond = (ms) => `${Math.round((rows / ms) * 1000)} rows/s`;
  const bar = 'at least 0.45';
  return [
    {
      what: `${rows} rows, clock`,
      figure: perSecond(ours.wallMs),
      reference: perSecond(parser.wallMs),
      ratio: parser.wallMs / ours.wallMs,
      bar,
      peakMB: ours.peakMB,
    },
    {
      what: `${rows} rows, CPU of all cores`,
      figure: perSecond(ours.cpuMs),
      reference: perSecond(parser.cpuMs),
      ratio: parser.cpuMs / ours.cpuMs,
      bar: '-',
    },
    {
      what: 'reading and mapping alone, clock',
      figure: perSecond(mapped.wallMs),
      reference: perSecond(parser.wallMs),
      ratio: parser.wallMs / mapped.wallMs,
      bar: '-',
    },
  ];
}
