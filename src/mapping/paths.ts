/** Paths into a record: `info.idDocs[].country`, `metadata[key=plan]`, `checks.*.result`, `"Date of birth"`. */
import { isJsonObject, type Json, type JsonObject } from '../model.js';
import { isNothing, parseCell, textOf, unwrap } from './values.js';

interface KeyStep {
  readonly kind: 'key';
  readonly name: string;
  /** Whether every object seems to have a key of that name, such as `constructor`. */
  readonly isInherited: boolean;
  readonly names: (key: string) => boolean;
}

type Step =
  | KeyStep
  /** `[]`: every element of a list. */
  | { readonly kind: 'every' }
  /** `*`: whatever stands below any key of an object. */
  | { readonly kind: 'any key' }
  /** `[0]`, `[-1]`: one element, counted from 0, or from the end. */
  | { readonly kind: 'at'; readonly index: number }
  /** `[type=ID]`: the elements with that value; an object is its own only element. */
  | { readonly kind: 'matching'; readonly steps: readonly Step[]; readonly value: string };

export interface Path {
  /** As it is written in the mapping. */
  readonly text: string;
  /** Everything that stands at the path, null markers included; empty where the record has no such field. */
  find(fields: JsonObject): Json[];
  /** What is said there: wrappers looked through, null markers left out. */
  values(fields: JsonObject): Json[];
}

const [CAPITAL_A, CAPITAL_Z, TO_SMALL, LAST_ASCII] = [0x41, 0x5a, 0x20, 0x7f];
const NAME = String.raw`[^\s.[\]{}"'=]+`;
const STEP = new RegExp(
  String.raw`(?:^|(?!^)\.)(?:"([^"]+)"|'([^']+)'|(${NAME}))|(?!^)\[(?:(-?\d{1,6})|(${NAME}(?:\.${NAME})*)=([^\]]*))?\]`,
  'gy',
);

/** The steps of a path, or undefined where the text is not one. */
export function parsePath(text: string): readonly Step[] | undefined {
  const matches = [...text.matchAll(STEP)];
  const covered = matches.map(([step]) => step).join('');
  return text !== '' && covered === text ? matches.map(stepOf) : undefined;
}

function stepOf([, double, single, bare, index, key, value]: RegExpMatchArray): Step {
  if (bare === '*') return { kind: 'any key' };
  const name = double ?? single ?? bare;
  if (name !== undefined) return { kind: 'key', name, isInherited: name in Object.prototype, names: compileName(name) };
  if (index !== undefined) return { kind: 'at', index: Number(index) };
  if (key === undefined || value === undefined) return { kind: 'every' };
  const unquoted = value.trim().replace(/^(["'])(.*)\1$/, '$2');
  return { kind: 'matching', steps: parsePath(key) ?? [], value: unquoted.toLowerCase() };
}

/** @throws TypeError where the text is not a path; a checked mapping holds none of these. */
export function compilePath(text: string): Path {
  const steps = parsePath(text);
  if (steps === undefined) throw new TypeError(`not a path: ${text}`);
  const [first, ...more] = steps;
  const only = first?.kind === 'key' && more.length === 0 ? first : undefined;
  const find = (fields: JsonObject) => {
    // Most paths are the name of a column, and need no walk.
    const child = only && childOf(fields, only);
    if (child !== undefined) return [child];
    const found: Json[] = [];
    if (only === undefined) walk(fields, steps, 0, found);
    else walkInside(fields, steps, 0, found);
    return found;
  };
  return { text, find, values: (fields) => said(find(fields)) };
}

function said(found: Json[]): Json[] {
  const [first] = found;
  if (found.length === 1 && typeof first === 'string') return isNothing(first) ? [] : found;
  const values: Json[] = [];
  for (const value of found) {
    const inner = unwrap(value);
    if (!isNothing(inner)) values.push(inner);
  }
  return values;
}

/** The first name of a path, as a record's field of that name would be spelled; undefined where it begins otherwise. */
export function rootOf(text: string): string | undefined {
  const [first] = parsePath(text) ?? [];
  return first?.kind === 'key' ? first.name : undefined;
}

function walk(node: Json, steps: readonly Step[], at: number, found: Json[]): void {
  const step = steps[at];
  if (step === undefined) {
    found.push(node);
    return;
  }
  const next = step.kind === 'key' ? childOf(node, step) : undefined;
  if (next !== undefined) {
    walk(next, steps, at + 1, found);
    return;
  }
  const several = step.kind === 'key' ? undefined : severalOf(node, step);
  if (several === undefined) walkInside(node, steps, at, found);
  else for (const child of several) walk(child, steps, at + 1, found);
}

/** Where a step leads that may lead to several places; undefined where the node is not of the kind that the step is for. */
function severalOf(node: Json, step: Exclude<Step, { kind: 'key' }>): readonly Json[] | undefined {
  switch (step.kind) {
    case 'every':
      return Array.isArray(node) ? node : undefined;
    case 'any key':
      return isJsonObject(node) ? Object.values(node) : undefined;
    case 'at':
      return Array.isArray(node) ? node.slice(step.index).slice(0, 1) : undefined;
    case 'matching':
      if (Array.isArray(node)) return node.filter((element) => isMatch(element, step));
      return isJsonObject(node) && isMatch(node, step) ? [node] : undefined;
  }
}

/** Tries the same step again inside a `{value: x}` wrapper, or in the JSON that a cell holds as text. */
function walkInside(node: Json, steps: readonly Step[], at: number, found: Json[]): void {
  const inner = typeof node === 'string' ? parseCell(node) : unwrap(node);
  if (inner !== undefined && inner !== node) walk(inner, steps, at, found);
}

function isMatch(element: Json, { steps, value }: Extract<Step, { kind: 'matching' }>): boolean {
  const found: Json[] = [];
  walk(element, steps, 0, found);
  return found.some((candidate) => textOf(unwrap(candidate))?.toLowerCase() === value);
}

/** Own keys only: a record may well hold a key such as `__proto__`, and it is data like any other. */
function childOf(node: Json, { name, isInherited, names }: KeyStep): Json | undefined {
  if (!isJsonObject(node)) return undefined;
  const child = !isInherited || Object.hasOwn(node, name) ? node[name] : undefined;
  if (child !== undefined) return child;
  // Without making a list of the keys: this runs for every field that a record lacks.
  for (const key in node) if (names(key)) return node[key];
  return undefined;
}

/** More keys than any export has columns, unless they are data. */
const MOST_REMEMBERED = 1000;

/** Is a key the name, in whatever style? The records of an export have the same keys, so what was asked once is remembered. */
function compileName(name: string): (key: string) => boolean {
  const folded = fold(name);
  const initial = initialOf(name);
  const known = new Map<string, boolean>();
  return (key) => {
    // The first letter alone rules most keys out.
    if (initialOf(key) !== initial) return false;
    const before = known.get(key);
    if (before !== undefined) return before;
    const isSame = fold(key) === folded;
    if (known.size < MOST_REMEMBERED) known.set(key, isSame);
    return isSame;
  };
}

/** `dateOfBirth`, `DateOfBirth`, `date-of-birth`, `DATE_OF_BIRTH` and `Date of birth` are one name; the underscore of `_id` stays. */
export function fold(name: string): string {
  return name
    .replace(/(?!^)[-_\s]/g, '')
    .normalize('NFC')
    .toLowerCase();
}

/** Without its accent, which may be a character of its own. */
function initialOf(name: string): number {
  const code = name.charCodeAt(0);
  if (code >= CAPITAL_A && code <= CAPITAL_Z) return code + TO_SMALL;
  return code <= LAST_ASCII ? code : name.charAt(0).normalize('NFD').charAt(0).toLowerCase().charCodeAt(0);
}
