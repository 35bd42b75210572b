import { expect, test } from 'vitest';
import { parseRunSettings } from '../src/settings.js';

const GOOD = { apiKey: 'sk_test_key', organizationId: 'org-1', applicationId: '12345678-abcd' };

test.each([
  ['UTF8', 'utf-8'],
  ['utf-16', 'utf-16le'],
  ['latin1', 'windows-1252'],
  ['cp1252', 'windows-1252'],
  ['ISO-8859-15', 'iso-8859-15'],
])('the encoding %s is %s', (asked, encoding) => {
  expect(parseRunSettings({ ...GOOD, encoding: asked }).encoding).toBe(encoding);
});

test.each([
  ['240/60s', { requests: 240, windowMs: 60_000 }],
  ['50/500ms', { requests: 50, windowMs: 500 }],
  ['3000/1m', { requests: 3000, windowMs: 60_000 }],
  ['off', 'off'],
])('a limit of %s', (text, limit) => {
  expect(parseRunSettings({ ...GOOD, writeLimit: text }).writeLimit).toEqual(limit);
});

test.each([
  ['tab', '\t'],
  ['\\t', '\t'],
  ['\t', '\t'],
  ['Semicolon', ';'],
  ['bar', '|'],
  ['^', '^'],
])('a delimiter of %j', (text, delimiter) => {
  expect(parseRunSettings({ ...GOOD, delimiter: text }).delimiter).toBe(delimiter);
});

test.each(['', '"', '\n', 'a', '7', '||', 'é', 'toString'])('no delimiter of %j', (text) => {
  expect(() => parseRunSettings({ ...GOOD, delimiter: text })).toThrow('--delimiter must be a character such as ;');
});

test.each(['0/60s', '240', '240/0s', '-1/60s', '240/60', 'OFF', '1e3/60s'])('no limit of %s', (text) => {
  expect(() => parseRunSettings({ ...GOOD, writeLimit: text })).toThrow('--write-limit');
});

test.each(['http://127.0.0.1:8787', 'http://localhost:1', 'http://[::1]:1', 'https://verification.didit.me/'])(
  'the key may go to %s',
  (baseUrl) => {
    expect(parseRunSettings({ ...GOOD, baseUrl }).baseUrl).toBe(new URL(baseUrl).origin);
  },
);

test.each([
  'http://verification.didit.me',
  'http://127.0.0.1.example.com',
  'http://10.0.0.1',
  'https://user:word@verification.didit.me',
  'https://verification.didit.me/v3',
  'ftp://127.0.0.1',
  'verification.didit.me',
])('the key may not go to %s', (baseUrl) => {
  expect(() => parseRunSettings({ ...GOOD, baseUrl })).toThrow('--base-url');
});
