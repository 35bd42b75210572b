import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, signedHeaders } from '../../src/sandbox/webhook-signature.js';
import { isInstalled } from '../helpers/installed.js';

const SECRET = 'a secret';

test('the headers are those of the documentation, with the time of the attempt', () => {
  const body = { webhook_type: 'user.status.updated', status: 'BLOCKED', timestamp: 1 };
  const headers = signedHeaders(body, 'the bytes', SECRET, 1_774_970_000);
  const hmac = (text: string) => createHmac('sha256', SECRET).update(text).digest('hex');
  expect(headers).toEqual({
    'content-type': 'application/json',
    'user-agent': 'DiditWebhook/2.0 +https://didit.me',
    'x-timestamp': '1774970000',
    'x-signature-v2': hmac('{"status":"BLOCKED","timestamp":1,"webhook_type":"user.status.updated"}'),
    'x-signature': hmac('the bytes'),
    'x-signature-simple': hmac('1774970000::BLOCKED:user.status.updated'),
  });
});

test('keys are sorted at every depth, nothing is escaped, and whole numbers have no fraction', () => {
  expect(canonicalJson({ b: [{ z: 1.0, y: 'José 日本' }], a: null, '10': 1, '9': 2, gone: undefined })).toBe(
    '{"10":1,"9":2,"a":null,"b":[{"y":"José 日本","z":1}]}',
  );
});

test('the order in which keys were written makes no difference', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
      const turned = Object.fromEntries(Object.entries(object).reverse());
      expect(canonicalJson(turned)).toBe(canonicalJson(object));
      expect(JSON.parse(canonicalJson(object))).toEqual(JSON.parse(JSON.stringify(object)));
    }),
  );
});

/** As a receiver in Python would do it: another JSON library, another HMAC. */
const VERIFY = `
import hashlib, hmac, json, sys
given = json.load(sys.stdin)
canonical = json.dumps(json.loads(given["text"]), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
signed = lambda message: hmac.new(given["secret"].encode(), message.encode("utf-8"), hashlib.sha256).hexdigest()
print(json.dumps([
    hmac.compare_digest(signed(canonical), given["headers"]["x-signature-v2"]),
    hmac.compare_digest(signed(given["text"]), given["headers"]["x-signature"]),
]))
`;

const hasPython = isInstalled('python3', 'to check signatures in another language');

test.skipIf(!hasPython)('a receiver in Python verifies the signatures', () => {
  const body = {
    webhook_type: 'user.data.updated',
    timestamp: 1_774_970_000,
    vendor_data: 'user-1',
    full_name: 'Testa Müller 日本 "quoted" \\ / \u0007 \u2028',
    changes: { metadata: { previous: null, current: { '10': 1, '9': [true, 0.5, -3, 'ß'], ä: {} } } },
  };
  const text = JSON.stringify(body);
  const headers = signedHeaders(body, text, SECRET, 1_774_970_000);
  const verify = (signed: object) =>
    JSON.parse(execFileSync('python3', ['-c', VERIFY], { input: JSON.stringify(signed), encoding: 'utf8' }));
  expect(verify({ text, headers, secret: SECRET })).toEqual([true, true]);
  expect(verify({ text: text.replace('user-1', 'user-2'), headers, secret: SECRET })).toEqual([false, false]);
  expect(verify({ text, headers, secret: 'another' })).toEqual([false, false]);
});
