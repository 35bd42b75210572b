/** Every field of the records of an export, by its path in the mapping's language: `info.dob`, `idDocs[].country`. */
import { isNothing, parseCell, pathOf, textOf } from '../mapping/index.js';
import { isJsonObject, type Json, type JsonObject } from '../model.js';
import { type FieldFacts, FieldSurvey } from './field-survey.js';

/** Objects whose keys are data (dates, ids) would have as many fields as records. */
const MOST_FIELDS = 1000;
/** What is nested deeper is not looked into. */
const DEEPEST = 12;

interface Branch {
  readonly path: string;
  readonly keys: readonly string[];
  readonly children: Map<string, Branch>;
  elements?: Branch;
  survey?: FieldSurvey;
}

export class FieldTree {
  readonly #root: Branch = { path: '', keys: [], children: new Map() };
  readonly #fields: { readonly branch: Branch; readonly survey: FieldSurvey }[] = [];
  #branches = 0;
  #records = 0;
  #beyond = false;

  add(fields: JsonObject): void {
    this.#records += 1;
    this.#enter(fields, this.#root, 0);
  }

  /** The columns of a table that says nothing in them count as fields all the same. */
  addColumns(columns: readonly string[]): void {
    for (const column of columns) {
      const branch = this.#child(this.#root, column);
      if (branch !== undefined) this.#surveyOf(branch);
    }
  }

  /** In the order in which they were met. */
  facts(): FieldFacts[] {
    const isLeaf = ({ children, elements }: Branch) => children.size === 0 && elements === undefined;
    // Where one record has nothing and another an object, only the fields inside of it count.
    return this.#fields.flatMap(({ branch, survey }) => (survey.isEmpty && !isLeaf(branch) ? [] : survey.facts()));
  }

  /** True where some fields are not among the facts: there were too many, or they lie too deep. */
  get beyond(): boolean {
    return this.#beyond;
  }

  #walk(value: Json, at: Branch, depth: number): void {
    if (depth > DEEPEST) {
      this.#beyond = true;
    } else if (isNothing(value)) {
      this.#surveyOf(at);
    } else if (Array.isArray(value)) {
      at.elements ??= { path: `${at.path}[]`, keys: at.keys, children: new Map() };
      for (const element of value) this.#walk(element, at.elements, depth + 1);
    } else if (isJsonObject(value)) {
      this.#enter(value, at, depth);
    } else {
      this.#addCell(value, at, depth);
    }
  }

  /** The JSON that a cell may hold as text is looked into, as the paths of a mapping do. */
  #addCell(value: Json, at: Branch, depth: number): void {
    const inner = typeof value === 'string' ? parseCell(value) : undefined;
    const text = textOf(value);
    if (inner !== undefined) this.#walk(inner, at, depth + 1);
    else if (text !== undefined) this.#surveyOf(at).add(text, this.#records);
  }

  #enter(fields: JsonObject, at: Branch, depth: number): void {
    for (const key of Object.keys(fields)) {
      const child = this.#child(at, key);
      if (child !== undefined) this.#walk(fields[key] ?? null, child, depth + 1);
    }
  }

  #child(at: Branch, key: string): Branch | undefined {
    const known = at.children.get(key);
    if (known !== undefined) return known;
    const path = pathOf(at.path, key);
    if (path === undefined || this.#branches === MOST_FIELDS) {
      this.#beyond = true;
      return undefined;
    }
    this.#branches += 1;
    const child: Branch = { path, keys: [...at.keys, key], children: new Map() };
    at.children.set(key, child);
    return child;
  }

  #surveyOf(branch: Branch): FieldSurvey {
    if (branch.survey === undefined) {
      branch.survey = new FieldSurvey(branch.path, branch.keys);
      this.#fields.push({ branch, survey: branch.survey });
    }
    return branch.survey;
  }
}
