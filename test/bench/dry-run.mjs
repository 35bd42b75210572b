import { fileURLToPath } from 'node:url';
import { inTurns, program, run } from './measure.mjs';
import { writePeople } from './people-file.mjs';

const ROWS = 1_000_000;
const bare = fileURLToPath(new URL('parse-bare.mjs', import.meta.url));

/** `validate` against nothing but the parser. */
export async function dryRun(format, { folder, rows = ROWS, rounds }) {
  const file = writePeople(folder, rows, format);
  const { ours, parser } = await inTurns(rounds, {
    ours: () => run([program, 'validate', file, '--mapping', 'generic']),
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
  ];
}
