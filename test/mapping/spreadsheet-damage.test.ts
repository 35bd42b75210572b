import { expect, test } from 'vitest';
import { spreadsheetDamage } from '../../src/mapping/spreadsheet-damage.js';

test.each([
  ['6.5E+23', 'number'],
  ['6,5E+23', 'number'],
  ['1.23457e-05', 'number'],
  ['9E+15', 'number'],
  ['4471.0', 'number'],
  ['#NAME?', 'error'],
  ['#DIV/0!', 'error'],
  ['#N/A', 'error'],
  ['########', 'error'],
  ['30/11/1991', 'date'],
  ['30.11.91', 'date'],
  ['1-2-2024', 'date'],
  ['12-Jan', 'date'],
  ['Mar-24', 'date'],
  ['43831', 'serial'],
  ['43831.5', 'serial'],
])('%s is damage of the kind %s', (text, damage) => {
  expect(spreadsheetDamage(text)).toBe(damage);
});

test.each(['65f0a1b2c3d4e5f6', '12e5', '7E10', '1991-11-30', 'user_4471', '4471', '30/11-1991', '#1', 'Jan', '6.5E+23x', ''])(
  '%j is none',
  (text) => {
    expect(spreadsheetDamage(text)).toBeUndefined();
  },
);
