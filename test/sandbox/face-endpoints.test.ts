import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { talkToSandbox } from './talk.js';

/** A generated picture of coloured noise: nobody's face, and heavy enough to be cut. */
function picture(side = 64) {
  return sharp(randomBytes(side * side * 3), { raw: { width: side, height: side, channels: 3 } });
}
const base64 = (bytes: Buffer) => bytes.toString('base64');

test('upload answers 201 with the record of the face and keeps its bytes', async () => {
  const { facesOf, send, sandbox } = await talkToSandbox();
  const faces = await facesOf('user-1');
  const jpeg = await picture().jpeg().toBuffer();
  const { status, body } = await send('POST', `${faces}upload/`, { image: base64(jpeg), comment: 'from the former provider' });
  expect(status).toBe(201);
  expect(body).toEqual({
    uuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
    image_url: expect.stringMatching(/^https:/),
    comment: 'from the former provider',
    uploaded_by: 'api',
    created_at: expect.stringMatching(/Z$/),
  });
  expect(sandbox.state.users.get('user-1')?.faces[0]?.bytes.equals(jpeg)).toBe(true);
});

test('upload takes PNG and needs no comment', async () => {
  const { facesOf, send } = await talkToSandbox();
  const { status, body } = await send('POST', `${await facesOf('user-1')}upload/`, {
    image: base64(await picture().png().toBuffer()),
  });
  expect([status, body.comment]).toEqual([201, null]);
});

const tooHeavy = () => picture(900).png({ compressionLevel: 0 }).toBuffer();
const cutOff = async () => {
  const whole = await picture(200).jpeg().toBuffer();
  return whole.subarray(0, whole.length - 2000);
};
test.each([
  ['a missing image', async () => undefined, 'This field is required.'],
  ['an image that is no string', async () => 7, 'Not a valid string.'],
  ['an empty image', async () => '', 'Invalid base64.'],
  [
    'a data: prefix',
    async () => `data:image/png;base64,${base64(await picture().png().toBuffer())}`,
    'Send raw base64 without a data: prefix.',
  ],
  ['what is not base64', async () => 'not base64!!', 'Invalid base64.'],
  ['base64 without its padding', async () => 'QUI', 'Invalid base64.'],
  ['an image over 2,000,000 bytes', async () => base64(await tooHeavy()), 'The image is over 2 MB.'],
  ['text in the place of an image', async () => base64(Buffer.from('Testa Sample was here')), 'Upload a valid JPG or PNG image.'],
  ['a WebP image', async () => base64(await picture().webp().toBuffer()), 'Upload a valid JPG or PNG image.'],
  [
    'an SVG image',
    async () => base64(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')),
    'Upload a valid JPG or PNG image.',
  ],
  ['a JPG that is cut off', async () => base64(await cutOff()), 'Upload a valid JPG or PNG image.'],
])('upload refuses %s', async (_, image, sentence) => {
  const { facesOf, send, sandbox } = await talkToSandbox();
  const { status, body } = await send('POST', `${await facesOf('user-1')}upload/`, { image: await image() });
  expect([status, body]).toEqual([400, { image: [sentence] }]);
  expect(sandbox.state.users.get('user-1')?.faces).toEqual([]);
});

test('upload takes an image of exactly 2,000,000 bytes', async () => {
  const { facesOf, send } = await talkToSandbox();
  // Bytes after the end of a JPG belong to no image, and decoders pass over them.
  const jpeg = await picture().jpeg().toBuffer();
  const full = Buffer.concat([jpeg, Buffer.alloc(2_000_000 - jpeg.length)]);
  expect((await send('POST', `${await facesOf('user-1')}upload/`, { image: base64(full) })).status).toBe(201);
});

test('a sixth face is refused, also when all come at once', async () => {
  const { facesOf, send, sandbox } = await talkToSandbox();
  const faces = await facesOf('user-1');
  const image = base64(await picture().jpeg().toBuffer());
  const replies = await Promise.all(Array.from({ length: 7 }, () => send('POST', `${faces}upload/`, { image })));
  expect(replies.map(({ status }) => status).sort()).toEqual([201, 201, 201, 201, 201, 400, 400]);
  expect(replies.find(({ status }) => status === 400)?.body).toEqual({ detail: 'A user can have at most 5 uploaded faces.' });
  expect(sandbox.state.users.get('user-1')?.faces).toHaveLength(5);
});

test('the faces of a user can be listed and deleted one by one', async () => {
  const { facesOf, send } = await talkToSandbox();
  const faces = await facesOf('user-1');
  const image = base64(await picture().jpeg().toBuffer());
  const first = await send('POST', `${faces}upload/`, { image, comment: 'first' });
  const second = await send('POST', `${faces}upload/`, { image, comment: 'second' });
  expect((await send('GET', faces)).body).toEqual({ count: 2, next: null, previous: null, results: [first.body, second.body] });
  expect((await send('DELETE', `${faces}${first.body.uuid}/`)).status).toBe(204);
  expect((await send('DELETE', `${faces}${first.body.uuid}/`)).status).toBe(404);
  expect((await send('GET', faces)).body.results).toEqual([second.body]);
});

test('another organization, application or internal id answers 404', async () => {
  const { facesOf, send, sandbox } = await talkToSandbox();
  const faces = await facesOf('user-1');
  const internalId = sandbox.state.users.get('user-1')?.didit_internal_id ?? '';
  for (const part of [sandbox.organizationId, sandbox.applicationId, internalId]) {
    const elsewhere = faces.replace(part, '00000000-0000-4000-8000-000000000000');
    const { status, body } = await send('POST', `${elsewhere}upload/`, { image: base64(await picture().jpeg().toBuffer()) });
    expect([status, body]).toEqual([404, { detail: 'Not found.' }]);
  }
});
