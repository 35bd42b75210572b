import { expect, test } from 'vitest';
import { MigrateError } from '../../src/errors.js';
import { faceSource, firstFace } from '../../src/faces/index.js';
import type { FaceReference } from '../../src/model.js';

/** Links whose names say what becomes of them. */
const source = faceSource({
  archive: undefined,
  kept: () => undefined,
  links: {
    check: () => undefined,
    fetch: async (link) => {
      if (link === 'gone') throw new MigrateError('face_link_missing');
      if (link === 'out') throw new MigrateError('face_link_unreachable', { reason: 'answer 503' });
      if (link === 'stop') throw new MigrateError('interrupted');
      return Buffer.from(link);
    },
  },
});
const missing = { kind: 'file', path: 'nowhere.jpg' } as const;
const links = (...urls: string[]): FaceReference[] => urls.map((url) => ({ kind: 'link', url }));
const first = (references: readonly FaceReference[], passedOver = '') =>
  firstFace(references, source, async (face) => {
    const text = (await face.read()).toString();
    return text === passedOver ? undefined : { text };
  });

test('the first that gets through is taken, and those before it are not missed', async () => {
  expect(await first([missing, ...links('gone', 'out', 'a', 'b')])).toEqual({ text: 'a' });
  expect(await first(links('a', 'b'), 'a')).toEqual({ text: 'b' });
});

test('where none gets through, one that cannot be used says more than one that leads nowhere', async () => {
  expect(await first([missing, ...links('gone')])).toEqual({ problem: { code: 'face_link_missing', detail: {} } });
  expect(await first([missing])).toEqual({ problem: { code: 'face_missing' } });
  expect(await first(links('a'), 'a')).toEqual({ problem: { code: 'face_missing' } });
  expect(await first([])).toEqual({ problem: { code: 'face_missing' } });
});

test('one that may be had later says more than all others', async () => {
  await expect(first([...links('gone', 'out'), missing])).rejects.toMatchObject({ code: 'face_link_unreachable' });
});

test('what stops the run stops the search', async () => {
  await expect(first(links('stop', 'a'))).rejects.toMatchObject({ code: 'interrupted' });
});
