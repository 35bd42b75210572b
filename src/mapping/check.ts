/** The text of a mapping file → what it says, or every problem in it with its line. */
import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { MigrateError } from '../errors.js';
import { type Issue, issuesOf, type Place } from './issues.js';
import { type MappingFile, mappingSchema } from './schema.js';

/** @throws MigrateError mapping_invalid with a line for each problem: file, line, key and what is wrong with it */
export function checkMapping(text: string, file: string): MappingFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const refuse = (problems: readonly string[], cause?: unknown) =>
    new MigrateError('mapping_invalid', { file, problems: problems.join('\n') }, { cause });
  const at = (offset: number) => `${file}:${lines.linePos(offset).line}`;

  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0) throw refuse(broken.map((error) => `${at(error.pos[0])}: ${error.message}`));
  let data: unknown;
  try {
    data = document.toJS();
  } catch (cause) {
    // An alias without its anchor, or one that unfolds without end.
    throw refuse([`${at(0)}: ${cause instanceof Error ? cause.message : 'an alias cannot be resolved'}`], cause);
  }
  const checked = mappingSchema.safeParse(data);
  if (checked.success) return checked.data;
  throw refuse(issuesOf(checked.error).map((issue) => `${at(offsetOf(document, issue.place))}: ${describe(issue)}`));
}

function describe({ place, says }: Issue): string {
  const key = place.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return key === '' ? says : `${key.slice(1)}: ${says}`;
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
