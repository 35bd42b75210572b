import { number } from './layout.js';

/** A count of bytes as people read it: "12 kB", "3.4 MB", "1,234.5 GB"; begun kilobytes count whole. */
export function bytes(count: number): string {
  if (count < 1_000_000) return `${number(Math.ceil(count / 1000))} kB`;
  return count < 1e9 ? `${(count / 1e6).toFixed(1)} MB` : `${tenths(count / 1e9)} GB`;
}

function tenths(value: number): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}
