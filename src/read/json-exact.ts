import type { Json } from '../model.js';

/**
 * Finds every text that may hold a number which a double cannot keep. What stands before a number is part of the pattern, because ids in
 * quotes have many digits, too.
 */
const MAY_BE_INEXACT = /(?:^|[:,[\s])-?(?:\d{16}|\d+(?:\.\d+)?[eE]\+?\d{3})/;
/** In valid JSON a backslash stands in strings only. */
const QUOTES_AND_NUMBERS = /\\.|"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Whether a JSON number can be a JavaScript number: it is finite and, if it is written as an integer, it keeps its digits. */
export function isExact(digits: string): boolean {
  const value = Number(digits);
  return Number.isFinite(value) && (Number.isSafeInteger(value) || !/^-?\d+$/.test(digits));
}

/** `JSON.parse`, but a number that a double cannot hold becomes the text of its digits: it is an id. Throws as JSON.parse does. */
export function parseExact(text: string): Json {
  const value: Json = JSON.parse(text);
  return MAY_BE_INEXACT.test(text) ? JSON.parse(withInexactQuoted(text)) : value;
}

function withInexactQuoted(json: string): string {
  let quoted = false;
  return json.replace(QUOTES_AND_NUMBERS, (token) => {
    if (token === '"') quoted = !quoted;
    return quoted || token === '"' || isExact(token) ? token : `"${token}"`;
  });
}
