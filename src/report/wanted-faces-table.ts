import type { WantedFaceRow } from '../checkpoint/index.js';
import type { FaceReference } from '../model.js';
import { defuse } from './defuse.js';

/** `faces-wanted.csv`: every face that Didit does not have yet, the names under which it is looked for, and what was found. */
export function* wantedFacesTable(rows: Iterable<WantedFaceRow>): Generator<string[]> {
  yield ['vendor_data', 'provider_id', 'record', 'expected', 'found', 'code'];
  for (const { vendorData, providerId, record, references, found, code } of rows) {
    const expected = references.map(nameOf).join(' | ');
    yield [vendorData, providerId ?? '', record, expected, found ?? '', code ?? ''].map(defuse);
  }
}

/** `faces-unmatched.csv`: names of files, one a row. */
export function* fileNamesTable(names: Iterable<string>): Generator<string[]> {
  yield ['file'];
  for (const name of names) yield [defuse(name)];
}

/** A link may be signed, which makes it a secret; nothing but names goes into the file. */
function nameOf(face: FaceReference): string {
  if (face.kind === 'file') return /^[a-z][a-z0-9+.-]+:/i.test(face.path) ? '(not a file name)' : face.path;
  return face.kind === 'link' ? '(a link)' : '(in the record)';
}
