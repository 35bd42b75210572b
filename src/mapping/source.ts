/** The text of a mapping file as data, of which every place still knows its line. */
import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import { MigrateError } from '../errors.js';
import type { Issue, Place } from './issues.js';

export interface Source {
  readonly file: string;
  readonly data: unknown;
  /** Says "file:line: key: what is wrong", with the line of the place or of the nearest key above it. */
  describe(issue: Issue): string;
}

/** @throws MigrateError mapping_invalid for text that is not YAML, or that says something else than it seems to */
export function readSource(text: string, file: string): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => `${file}:${lines.linePos(offset).line}`;

  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0)
    throw invalid(
      file,
      broken.map((error) => `${at(error.pos[0])}: ${error.message}`),
    );
  const misleading = misleadingOf(document).map(({ offset, says }) => `${at(offset)}: ${says}`);
  if (misleading.length > 0) throw invalid(file, misleading);
  return {
    file,
    data: toData(document, (problem, cause) => invalid(file, [`${at(0)}: ${problem}`], cause)),
    describe: ({ place, says }) => `${at(offsetOf(document, place))}: ${place.length === 0 ? '' : `${keyOf(place)}: `}${says}`,
  };
}

export function invalid(file: string, problems: readonly string[], cause?: unknown): MigrateError {
  return new MigrateError('mapping_invalid', { file, problems: problems.join('\n') }, { cause });
}

/** As people write it: `shapes[0].user.vendor_data`. */
export function keyOf(place: Place): string {
  return place
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
}

function toData(document: Document, broken: (problem: string, cause: unknown) => MigrateError): unknown {
  try {
    return document.toJS();
  } catch (cause) {
    // An alias without its anchor, or one that unfolds without end.
    throw broken(cause instanceof Error ? cause.message : 'an alias cannot be resolved', cause);
  }
}

/** What YAML reads otherwise than people do: 0810 is 810, and a key __proto__ would be lost. */
function misleadingOf(document: Document): { offset: number; says: string }[] {
  const found: { offset: number; says: string }[] = [];
  visit(document, {
    Scalar(key, { value, source, range }) {
      const offset = range?.[0] ?? 0;
      if (typeof value === 'number' && source !== undefined && source !== String(value)) {
        found.push({ offset, says: `${source} would be read as ${value}: put it in quotes` });
      }
      if (key === 'key' && value === '__proto__')
        found.push({ offset, says: `__proto__ has to be written as a path: '"__proto__"'` });
    },
  });
  return found;
}

/** Where the key of a place stands, or the nearest key above it that is there. */
function offsetOf(document: Document, place: Place): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of place) {
    const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step)) : undefined;
    const next: unknown = isSeq(node) && typeof step === 'number' ? node.items[step] : pair?.value;
    const named: unknown = pair?.key ?? next;
    if (!isNode(named)) break;
    offset = named.range?.[0] ?? offset;
    node = next;
  }
  return offset;
}
