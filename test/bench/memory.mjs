import { program, run } from './measure.mjs';
import { writePeople } from './people-file.mjs';

const ROWS = 3_000_000;

/** Peak of the whole process and time for each record, for a tenth of the records and for all of them. */
export async function memory({ folder, rows = ROWS }) {
  const measure = async (count) => ({
    count,
    ...(await run([program, 'validate', writePeople(folder, count, 'csv'), '-m', 'generic'])),
  });
  const small = await measure(rows / 10);
  const large = await measure(rows);
  const perRecord = ({ cpuMs, count }) => (cpuMs / count) * 1000;
  return [
    {
      what: `peak memory, ${large.count} rows against ${small.count}`,
      figure: `${Math.round(large.peakMB)} MB`,
      reference: `${Math.round(small.peakMB)} MB`,
      ratio: large.peakMB / small.peakMB,
      bar: 'at most 1.10 and 256 MB',
    },
    {
      what: 'CPU for each record',
      figure: `${perRecord(large).toFixed(1)} µs`,
      reference: `${perRecord(small).toFixed(1)} µs`,
      ratio: perRecord(large) / perRecord(small),
      bar: 'at most 1.10',
    },
    {
      what: 'clock for each record',
      figure: `${((large.wallMs / large.count) * 1000).toFixed(1)} µs`,
      reference: `${((small.wallMs / small.count) * 1000).toFixed(1)} µs`,
      ratio: large.wallMs / large.count / (small.wallMs / small.count),
      bar: 'at most 1.10',
    },
  ];
}
