// What a dry run would cost if writing its plan down cost nothing: reading and mapping alone. node map-only.mjs FILE
import { fileURLToPath } from 'node:url';
import { loadMapping } from '../../dist/mapping/index.js';
import { plannedRecord } from '../../dist/migration/planned-record.js';
import { openExport } from '../../dist/read/index.js';

const [file = ''] = process.argv.slice(2);
const mapping = await loadMapping('generic', fileURLToPath(new URL('../../mappings', import.meta.url)));
const source = await openExport(file, { recordPaths: mapping.recordPaths, maxRecordBytes: 16 * 1024 * 1024 });
let people = 0;
for await (const batch of source.batches())
  for (const read of batch) people += plannedRecord(read, mapping.map, 'secret').kind === 'user' ? 1 : 0;
console.log(people);
