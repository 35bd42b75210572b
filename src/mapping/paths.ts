/** Paths into a record: `info.idDocs[].country`, `metadata[key=plan]`, `"Date of birth"`. */
import type { Json, JsonObject } from '../model.js';
import { isObject, textOf, unwrap } from './values.js';

type Step =
  | { readonly kind: 'key'; readonly name: string; readonly folded: string }
  | { readonly kind: 'every' }
  | { readonly kind: 'matching'; readonly key: string; readonly value: string };

export interface Path {
  /** As it is written in the mapping. */
  readonly text: string;
  /** Everything that stands at the path, null markers included; empty where the record has no such field. */
  find(fields: JsonObject): Json[];
}

const NAME = String.raw`[^\s.[\]{}"'=]+`;
const STEP = new RegExp(String.raw`(?:^|(?!^)\.)(?:"([^"]+)"|'([^']+)'|(${NAME}))|(?!^)\[(?:(${NAME})=([^\]]*))?\]`, 'gy');

/** The steps of a path, or undefined where the text is not one. */
export function parsePath(text: string): readonly Step[] | undefined {
  const matches = [...text.matchAll(STEP)];
  const covered = matches.map(([step]) => step).join('');
  return text !== '' && covered === text ? matches.map(stepOf) : undefined;
}

function stepOf([, double, single, bare, key, value]: RegExpMatchArray): Step {
  const name = double ?? single ?? bare;
  if (name !== undefined) return { kind: 'key', name, folded: fold(name) };
  if (key === undefined || value === undefined) return { kind: 'every' };
  const unquoted = value.trim().replace(/^(["'])(.*)\1$/, '$2');
  return { kind: 'matching', key, value: unquoted.toLowerCase() };
}

/** @throws TypeError where the text is not a path; a checked mapping holds none of these. */
export function compilePath(text: string): Path {
  const steps = parsePath(text);
  if (steps === undefined) throw new TypeError(`not a path: ${text}`);
  return {
    text,
    find(fields) {
      const found: Json[] = [];
      walk(fields, steps, 0, found);
      return found;
    },
  };
}

function walk(node: Json, steps: readonly Step[], at: number, found: Json[]): void {
  const step = steps[at];
  if (step === undefined) {
    found.push(node);
  } else if (step.kind === 'key') {
    const child = isObject(node) ? childOf(node, step.name, step.folded) : undefined;
    if (child !== undefined) walk(child, steps, at + 1, found);
    else walkInside(node, steps, at, found);
  } else if (Array.isArray(node)) {
    for (const element of node) {
      if (step.kind === 'every' || isMatch(element, step.key, step.value)) walk(element, steps, at + 1, found);
    }
  } else {
    walkInside(node, steps, at, found);
  }
}

/** Tries the same step again inside a `{value: x}` wrapper. */
function walkInside(node: Json, steps: readonly Step[], at: number, found: Json[]): void {
  const inner = unwrap(node);
  if (inner !== node) walk(inner, steps, at, found);
}

function isMatch(element: Json, key: string, value: string): boolean {
  const child = isObject(element) ? childOf(element, key, fold(key)) : undefined;
  return child !== undefined && textOf(unwrap(child))?.toLowerCase() === value;
}

/** Own keys only: a record may well hold a key such as `__proto__`, and it is data like any other. */
function childOf(node: JsonObject, name: string, folded: string): Json | undefined {
  if (Object.hasOwn(node, name)) return node[name];
  const first = folded[0];
  // The first letter spares folding every key of every record.
  const key = Object.keys(node).find((candidate) => candidate[0]?.toLowerCase() === first && fold(candidate) === folded);
  return key === undefined ? undefined : node[key];
}

/** `dateOfBirth`, `DateOfBirth`, `date-of-birth`, `DATE_OF_BIRTH` and `Date of birth` are one name; the underscore of `_id` stays. */
function fold(name: string): string {
  return name.replace(/(?!^)[-_ ]/g, '').toLowerCase();
}
