/** In which of the forms a column's dates are written: day or month first is told by the values that can only be one of them. */

const NUMERIC = /^(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})(?:[ T,]+(\d{1,2}):(\d{2})(:\d{2})?(?: ?[ap]m)?\S*)?$/i;
const WRITTEN = /^\d{1,2}[. -]+\p{L}{3,10}\.?[ ,-]+\d{4}|^\p{L}{3,10}\.? \d{1,2},? \d{4}/u;

export function looksLikeDate(text: string): boolean {
  return NUMERIC.test(text) || WRITTEN.test(text);
}

/** One way of writing dates within a column, and how many values are written in it. */
interface Form {
  count: number;
  /** Values whose first number cannot be a month, and whose second cannot be one. */
  dayFirst: number;
  monthFirst: number;
  /** Days or months of one digit. */
  short: boolean;
  readonly separator: string;
  readonly year: 'first' | 'yyyy' | 'yy';
  /** What follows the day, as a pattern; empty for none. */
  readonly time: string;
}

export const DATE_ORDERS = ['day first', 'month first', 'year first', 'several', 'either', 'mixed'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

export interface DateForms {
  /** `several`: forms of different orders that can be told apart; `mixed`: one form with both orders. */
  readonly order: DateOrder;
  /** How many of the values are dates in figures. */
  readonly count: number;
  /** In Unicode tokens, such as `dd.MM.yyyy`: together they read all of them. Empty where nothing does. */
  readonly patterns: readonly string[];
  /** The two that would read all of them where the order cannot be told. */
  readonly either?: readonly [dayFirst: string, monthFirst: string];
  /** Where the order of some forms alone cannot be told: what reads the others, and how many values it leaves. */
  readonly partly?: { readonly patterns: readonly string[]; readonly unclear: number };
}

/** Collects the dates of one column; the number of forms is small whatever the column holds. */
export class DateFormCount {
  readonly #forms = new Map<string, Form>();

  add(text: string): void {
    const match = NUMERIC.exec(text);
    if (match === null) return;
    const [, first = '', separator = '', second = '', third = '', hour, , seconds] = match;
    const year = first.length === 4 ? 'first' : third.length === 4 ? 'yyyy' : 'yy';
    const time = hour === undefined ? '' : ` HH:mm${seconds === undefined ? '' : ':ss'}`;
    const key = `${separator} ${year}${time}`;
    const form = this.#forms.get(key) ?? { count: 0, dayFirst: 0, monthFirst: 0, short: false, separator, year, time };
    this.#forms.set(key, form);
    form.count += 1;
    if (year === 'first') return;
    if (Number(first) > 12) form.dayFirst += 1;
    if (Number(second) > 12) form.monthFirst += 1;
    form.short ||= first.length === 1 || second.length === 1;
  }

  /** Undefined where there was no date in figures. */
  result(): DateForms | undefined {
    const forms = [...this.#forms.values()];
    const [first] = forms;
    if (first === undefined) return undefined;
    const count = forms.reduce((total, form) => total + form.count, 0);
    const orders = [...new Set(forms.map(orderOf))];
    const order = UNREADABLE.find((each) => orders.includes(each)) ?? (orders.length === 1 ? orderOf(first) : 'several');
    const isReadable = order !== 'mixed' && order !== 'either' && forms.every(({ year }) => year !== 'yy');
    const clear = forms.filter((form) => form.year !== 'yy' && orderOf(form) !== 'either');
    const unclear = forms.filter((form) => orderOf(form) === 'either').reduce((total, form) => total + form.count, 0);
    const patternsOf = (some: readonly Form[]) => some.map((form) => patternOf(form, orderOf(form)));
    return {
      order,
      count,
      patterns: isReadable ? patternsOf(forms) : [],
      ...(order === 'either' && clear.length > 0 && { partly: { patterns: patternsOf(clear), unclear } }),
      ...(order === 'either' &&
        forms.length === 1 && { either: [patternOf(first, 'day first'), patternOf(first, 'month first')] as const }),
    };
  }
}

const UNREADABLE = ['mixed', 'either'] as const;

function orderOf({ year, dayFirst, monthFirst }: Form): Exclude<DateOrder, 'several'> {
  if (year === 'first') return 'year first';
  if (dayFirst > 0 && monthFirst > 0) return 'mixed';
  if (dayFirst > 0) return 'day first';
  return monthFirst > 0 ? 'month first' : 'either';
}

function patternOf({ short, separator, year, time }: Form, order: DateOrder): string {
  const [day, month] = short ? ['d', 'M'] : ['dd', 'MM'];
  const parts = year === 'first' ? ['yyyy', 'MM', 'dd'] : order === 'month first' ? [month, day, year] : [day, month, year];
  return parts.join(separator) + time;
}
