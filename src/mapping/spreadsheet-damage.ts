/** What a spreadsheet makes of values that were something else, when a CSV file is opened in one and saved again. */

/**
 * `number`: a long number rounded (`6.5E+23`) or given decimals (`4471.0`); `error`: what a formula gives that cannot be worked out;
 * `date`: a day in the order of some country (`30/11/1991`, `12-Jan`); `serial`: the days since 1900 (`43831`), which is damage only
 * where a date is expected.
 */
export type SpreadsheetDamage = 'number' | 'error' | 'date' | 'serial';

const MONTH = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)';
const LOOKS: Readonly<Record<SpreadsheetDamage, RegExp>> = {
  // With the sign that spreadsheets write: an id such as 12e5 is hexadecimal.
  number: /^-?\d(?:[.,]\d+)?e[+-]\d{2,3}$|^\d+\.0$/i,
  error: /^#(?:(?:null|div\/0|value|ref|num|spill|calc)!|name\?|n\/a|#+)$/i,
  date: new RegExp(String.raw`^\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d{2})$|^\d{1,2}-${MONTH}(?:-\d{2,4})?$|^${MONTH}-\d{2}$`, 'i'),
  serial: /^[1-6]\d{4}(?:[.,]\d+)?$/,
};

/** What a value looks like that a spreadsheet has changed; undefined for any other. */
export function spreadsheetDamage(text: string): SpreadsheetDamage | undefined {
  const damages: readonly SpreadsheetDamage[] = ['number', 'error', 'date', 'serial'];
  return damages.find((damage) => LOOKS[damage].test(text));
}
