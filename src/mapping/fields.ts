/** Reads what a field of the mapping points at. */
import type { Problem } from '../errors.js';
import { isJsonObject, type Json, type JsonObject } from '../model.js';
import { compilePath } from './paths.js';
import { compileExtract } from './patterns.js';
import type { FromSpec, ListSpec, SourceSpec, TextSpec, TextSteps } from './schema.js';
import { compileTemplate } from './template.js';
import { isNothing, textOf, unwrap } from './values.js';

/** Gives what the record has, undefined where it has nothing; adds to `problems` what is wrong with it. */
export type Reader<T> = (fields: JsonObject, problems: Problem[]) => T | undefined;

/** A text of a record and the field that it was found in. */
export interface Text {
  readonly text: string;
  readonly field: string;
}

/** A field that a mapping may leave out: then there is nothing to read. */
export function ifNamed<S, T>(spec: S | undefined, compile: (spec: S) => Reader<T>): Reader<T> {
  return spec === undefined ? () => undefined : compile(spec);
}

interface Found {
  readonly values: readonly Json[];
  readonly field: string;
}

/** A path, or a list of paths, is short for `{from}`. */
export function isShort(spec: unknown): spec is FromSpec {
  return typeof spec === 'string' || Array.isArray(spec);
}

type Find = (fields: JsonObject) => Found | undefined;

export function compileSource(source: SourceSpec): Find {
  return 'template' in source ? compileTemplates(source.template) : compileFrom(source.from);
}

/** Looks at one path after the other until one of them has something; wrappers are looked through. */
export function compileFrom(from: FromSpec): Find {
  const paths = [from].flat().map(compilePath);
  return (fields) => {
    for (const path of paths) {
      const values = path.values(fields);
      if (values.length > 0) return { values, field: path.text };
    }
    return undefined;
  };
}

/** Fills one template after the other until none of the fields of one is missing. */
function compileTemplates(templates: FromSpec): Find {
  const fillers = [templates].flat().map((template) => ({ field: template, fill: compileTemplate(template) }));
  return (fields) => {
    for (const { field, fill } of fillers) {
      const text = fill(fields);
      if (text !== undefined) return { values: [text], field };
    }
    return undefined;
  };
}

/** One text: the first that is found and that the steps leave something of. */
export function compileText(spec: TextSpec): Reader<Text> {
  if (isShort(spec)) return compileText({ from: spec });
  if ('value' in spec) return () => ({ text: spec.value, field: 'value' });
  if ('first_group_of' in spec) return compileGroups(spec.first_group_of);
  const find = compileSource(spec);
  const step = compileSteps(spec);
  return (fields, problems) => {
    const found = find(fields);
    if (found === undefined) return undefined;
    const { values, field } = found;
    for (const value of values) {
      const text = textOf(value);
      if (text === undefined) {
        problems.push({ code: 'value_not_text', field });
        return undefined;
      }
      const result = step(text);
      if (result !== undefined) return { text: result, field };
    }
    return undefined;
  };
}

/** What is made of a found text; undefined where nothing of it is left. */
export function compileSteps({ extract, translate }: TextSteps): (text: string) => string | undefined {
  const cut = extract === undefined ? (text: string) => text : compileExtract(extract);
  const words = new Map(Object.entries(translate ?? {}).map(([word, meaning]) => [word.trim().toLowerCase(), meaning]));
  const meaningOf = (word: string) => (words.size === 0 ? word : (words.get(word.toLowerCase()) ?? word));
  return (text) => {
    const rest = cut(text);
    return rest === undefined || rest === '' ? undefined : meaningOf(rest);
  };
}

/** The parts of the first group that has any, joined by spaces: a name is never put together from two sources. */
function compileGroups(groups: readonly (readonly string[])[]): Reader<Text> {
  const readers = groups.map((paths) => paths.map((path) => compileText(path)));
  return (fields, problems) => {
    for (const group of readers) {
      let joined: Text | undefined;
      for (const read of group) {
        const part = read(fields, problems);
        if (part === undefined) continue;
        joined = joined === undefined ? part : { text: `${joined.text} ${part.text}`, field: joined.field };
      }
      if (joined !== undefined) return joined;
    }
    return undefined;
  };
}

/** Every text that is found: elements of lists, parts of a split cell, and the keys of an object such as `{"a@example.com": true}`. */
export function compileList(spec: ListSpec): Reader<Text[]> {
  if (isShort(spec)) return compileList({ from: spec });
  const find = compileFrom(spec.from);
  const step = compileSteps(spec);
  const { split } = spec;
  return (fields, problems) => {
    const found = find(fields);
    if (found === undefined) return undefined;
    const { field } = found;
    const texts: Text[] = [];
    for (const value of found.values.flatMap(elementsOf)) {
      const text = textOf(value);
      if (text === undefined) problems.push({ code: 'value_not_text', field });
      else {
        for (const part of split === undefined ? [text] : text.split(split)) {
          const left = isNothing(part) ? undefined : step(part.trim());
          if (left !== undefined) texts.push({ text: left, field });
        }
      }
    }
    return texts.length > 0 ? texts : undefined;
  };
}

function elementsOf(value: Json): Json[] {
  if (Array.isArray(value)) return value.map(unwrap).filter((element) => !isNothing(element));
  if (!isJsonObject(value)) return [value];
  return Object.keys(value).filter((key) => value[key] === true || (typeof value[key] === 'number' && value[key] > 0));
}
