import { expect, test } from 'vitest';
import { requireAllowed } from '../../src/faces/link-rules.js';

test.each([
  ['https://images.example.com/a.jpg?signature=x', undefined, undefined],
  ['https://1.1.1.1/a.jpg', undefined, undefined],
  ['http://images.example.com/', 'face_link_unsafe', undefined],
  ['http://127.0.0.1/', 'face_link_unsafe', undefined],
  ['https://127.0.0.1/', 'face_link_private', undefined],
  ['https://[::1]/', 'face_link_private', undefined],
  ['https://0x7f.1/', 'face_link_private', undefined],
  ['https://10.0.0.1/', 'face_link_private', 'face_link_private'],
  ['https://user:word@1.1.1.1/', 'face_link_unsafe', 'face_link_unsafe'],
  ['ftp://1.1.1.1/', 'face_link_unsafe', 'face_link_unsafe'],
])('%s is %s, and in a rehearsal %s', (link, code, rehearsed) => {
  for (const [reach, refusal] of [
    ['public', code],
    ['public and loopback', rehearsed],
  ] as const) {
    if (refusal === undefined) expect(requireAllowed(link, reach).href).toBe(new URL(link).href);
    else expect(() => requireAllowed(link, reach)).toThrow(expect.objectContaining({ code: refusal }));
  }
});
