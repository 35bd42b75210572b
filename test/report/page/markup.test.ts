import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cut, html, outside } from '../../../src/report/page/markup.js';

test('whatever comes in is text: no tag, no quote, nothing that cannot be seen', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (words) => {
      const { text } = html`<p title="${words}">${[words, outside(words)]}</p>`;
      expect(text.replace(/<\/?(?:p|bdi)>|^<p title="|">/g, '')).not.toMatch(/[<>"'\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    }),
  );
});

test('a mark that cannot be seen is named', () => {
  expect(html`${'a\u202eb\ud800\n'}`.text).toBe('a[U+202E]b[U+D800][U+000A]');
});

test('undefined and false are nothing, zero and the empty text are themselves, markup stays markup', () => {
  expect(html`${undefined}${false}${0}${''}${[html`<b>${'<'}</b>`, 1]}`.text).toBe('0<b>&lt;</b>1');
});

test('a long id is cut, and says how long it is', () => {
  expect(cut('x'.repeat(120)).text).toBe(`<bdi>${'x'.repeat(120)}</bdi>`);
  expect(cut('é'.repeat(2000)).text).toBe(`<bdi>${'é'.repeat(120)}</bdi><span class="quiet">… (2000 characters)</span>`);
});
