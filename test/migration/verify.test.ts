import { expect, test } from 'vitest';
import type { Fault } from '../helpers/faulty-proxy.js';
import { Rehearsal } from './rehearsal.js';

test('a user that cannot be read while others can is told apart from a difference', async () => {
  const rehearsal = await Rehearsal.begin();
  await rehearsal.plan(Array.from({ length: 300 }, (_, index) => ({ vendor_data: `p${index}` })));
  await rehearsal.run();
  rehearsal.proxy.misbehave(({ path }): Fault => (path === '/v3/users/p1/' ? '500 before' : 'pass'));
  expect(await rehearsal.verify()).toMatchObject({ p0: 'match', p1: 'unread', p299: 'match' });
});

test('a user that was there before is its own, but for a status that is looser than was wanted or has changed', async () => {
  const rehearsal = await Rehearsal.begin();
  for (const vendor_data of ['p1', 'p2', 'p3']) await rehearsal.elsewhere('POST', '/v3/users/create/', { vendor_data });
  await rehearsal.plan([{ vendor_data: 'p1' }, { vendor_data: 'p2', status: 'BLOCKED' }, { vendor_data: 'p3' }]);
  await rehearsal.run();
  await rehearsal.elsewhere('PATCH', '/v3/users/p1/', { full_name: 'Testa Before', metadata: { tier: 'premium' } });
  await rehearsal.elsewhere('PATCH', '/v3/users/p3/update-status/', { status: 'FLAGGED' });
  expect(await rehearsal.verify()).toEqual({ p1: 'match', p2: 'differs status', p3: 'differs status' });
});

test('a face that is there twice is named', async () => {
  const rehearsal = await Rehearsal.begin();
  await rehearsal.addFace('f1.jpg', 1);
  await rehearsal.plan([{ vendor_data: 'p1', face: 'f1.jpg' }]);
  await rehearsal.run();
  expect(await rehearsal.verify()).toEqual({ p1: 'match' });
  const [face] = rehearsal.user('p1')?.faces ?? [];
  const again = { image: face?.bytes.toString('base64'), comment: face?.comment };
  await rehearsal.elsewhere('POST', `${rehearsal.facesPath('p1')}upload/`, again);
  expect(await rehearsal.verify()).toEqual({ p1: 'differs face_doubled' });
});
