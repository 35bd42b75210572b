import { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { type Progress, Screen } from '../../src/progress/index.js';

/** A terminal of so many columns, which keeps all that was written. */
function terminal(columns: number) {
  let written = '';
  const keep = new Writable({
    write: (text, _, done) => {
      written += text;
      done();
    },
  });
  const stream = Object.assign(keep, { isTTY: true, columns });
  const screen = new Screen(stream);
  onTestFinished(() => screen.close());
  return { stream, screen, written: () => written };
}

const migrating: Progress = {
  phase: 'migrating',
  people: 5,
  of: 10,
  done: 4,
  partial: 0,
  failed: 1,
  held: 0,
  per_minute: 119,
  writes: { used: 240, limit: 240, window_seconds: 60 },
  seconds_left: 98,
  waiting: { for: 'retry_after', seconds: 30 },
};

test('a bar, the pace and what it waits for, none of them wider than the terminal', () => {
  const { screen, written } = terminal(60);
  screen.show(migrating);
  screen.print('a warning');
  const lines = withoutCodes(written()).split('\n');
  expect(lines).toContain('a warning');
  expect(lines.slice(-3)).toEqual([
    'migrating         [========--------]  5 of 10 people  4 don',
    '                  119 people/min  240/240 writes in 60 s  a',
    '                  waits 30 s, as Didit asked',
  ]);
});

test('when it is closed the bars are cleared, the cursor is back, and nothing is drawn any more', async () => {
  const { screen, written } = terminal(80);
  screen.show(migrating);
  screen.close();
  const closed = written();
  expect(closed.endsWith('\u001b[0J')).toBe(true);
  expect(closed.lastIndexOf('\u001b[?25h')).toBeGreaterThan(closed.lastIndexOf('\u001b[?25l'));
  screen.print('the end');
  await delay(1200);
  expect(written()).toBe(`${closed}the end\n`);
});

test('a terminal that becomes narrower has its broken lines cleared, and the bars fit again', () => {
  const { stream, screen, written } = terminal(80);
  screen.show(migrating);
  screen.print('drawn');
  const before = written().length;
  stream.columns = 40;
  stream.emit('resize');
  screen.show(migrating);
  screen.print('again');
  const after = written().slice(before);
  // Each of the three lines was longer than 40 columns, so six were taken up: five above the last.
  expect(after.startsWith('\u001b[5A\u001b[1G\u001b[0J')).toBe(true);
  const lines = withoutCodes(after).split('\n').slice(-3);
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(40);
});

function withoutCodes(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
  return text.replace(/\u001b\[[?\d;]*[A-Za-z]/g, '');
}
