import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readErrorBody } from '../../src/didit/error-body.js';

test.each([
  ['a field with the reason', '{"vendor_data":["A user with this vendor_data already exists."]}', 'fields'],
  ['other fields as well', '{"vendor_data":["This field must be unique."],"full_name":["Too long."]}', 'fields'],
  ['a bare array', '["vendor_data already exists"]', 'list'],
  ['a detail', '{"detail":"conflict error"}', 'detail'],
  ['a detail and more', '{"detail":"vendor_data already exists","request_id":"r-1"}', 'fields'],
  ['a list of errors', '{"type":"validation_error","errors":[{"attr":"vendor_data","code":"unique"}]}', 'detail'],
])('%s can say that vendor_data is taken', (_, text, shape) => {
  expect(readErrorBody(text)).toMatchObject({ shape, duplicate: 'yes' });
});

test.each([
  ['vendor_data without a reason that is known', '{"vendor_data":["Invalid."]}'],
  ['a reason that is about another field', '{"vendor_data":["Invalid."],"display_name":["Already taken."]}'],
  ['something that does not exist', '{"detail":"Object does not exist."}'],
  ['an array without a known word', '["Bad request."]'],
  ['an empty object', '{}'],
  ['keys that are no field names', '{"a b":["Invalid."]}'],
  ['a page', '<html>already exists</html>'],
  ['a text', '"already exists"'],
  ['nothing', ''],
])('%s leaves open whether vendor_data is taken', (_, text) => {
  expect(readErrorBody(text).duplicate).toBe('maybe');
});

test('a body that names other fields only is no duplicate', () => {
  expect(readErrorBody('{"date_of_birth":["Wrong format."],"status":["Not a choice."]}')).toEqual({
    shape: 'fields',
    fields: ['date_of_birth', 'status'],
    duplicate: 'no',
  });
});

test('of what the server said only field names are kept', () => {
  const kept = readErrorBody('{"full_name":["Testa Sample is not allowed"],"testa@example.com":["refused"]}');
  expect(JSON.stringify(kept)).not.toMatch(/testa/i);
  expect(kept.fields).toEqual(['full_name']);
});

test('any body can be read, and only names of the form of a field come out', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      for (const field of readErrorBody(text).fields) expect(field).toMatch(/^\w[\w.]*$/);
    }),
  );
});
