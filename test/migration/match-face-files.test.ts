import { expect, test } from 'vitest';
import { openArchive } from '../../src/archive/index.js';
import { matchFaceFiles } from '../../src/migration/match-face-files.js';
import { Planning } from './planning.js';

const TWO_CHOICES = `
provider: former
shapes:
  - name: person
    detect: [id]
    user: {vendor_data: id}
    status: [{always: ACTIVE}]
    faces: ['{face}', '{id}.*']
`;

test('a file is somebody’s also as a second choice, and when it is spelled in another case', async () => {
  const planning = new Planning();
  const mapping = await planning.mapping(TWO_CHOICES);
  await planning.planFiles([planning.write('a.ndjson', [{ id: 'p1', face: 'one.jpg' }, { id: 'p2' }])], mapping);
  for (const name of ['one.jpg', 'p1.PNG', 'P2.jpg', 'p3.jpg']) planning.dir.write(name, 'x');
  const archive = await openArchive(planning.dir.folder);
  await matchFaceFiles(planning.checkpoint, archive, new AbortController().signal);
  await archive.close();
  expect([...planning.checkpoint.faceFiles.unwanted()].filter((name) => /jpg|PNG/.test(name))).toEqual(['p3.jpg']);
});
