/** Which of the stored names a reference means. */
import { posix } from 'node:path';
import { MigrateError } from '../errors.js';

/** Larger files are not read: no photo is, and each image is held in memory whole. */
const MAX_MEGABYTES = 50;
/** What an extension of `*` stands for, the usual ones first. */
const IMAGE_EXTENSIONS = ['jpg', 'jpeg', 'png', 'webp', 'heic', 'heif', 'avif', 'tif', 'tiff', 'gif', 'bmp'];

/**
 * A path as an export writes it, as a name inside an archive. Backslashes separate: exports come from Windows too, and no
 * `..` hides behind one. Throws `face_not_file` and `face_outside`.
 */
export function relativeName(path: string): string {
  if (/^(?:[a-z][a-z0-9+.-]+:\/\/|data:)/i.test(path)) throw new MigrateError('face_not_file');
  const name = posix.normalize(path.replaceAll('\\', '/'));
  if (/^(?:\/|[a-z]:\/|\.\.(?:\/|$))/i.test(name) || name.includes('\0')) throw new MigrateError('face_outside');
  return name;
}

/** The names that a name may be stored under to the letter, the likelier ones first. */
export function exactNames(asked: string): string[] {
  const stem = wildStem(asked);
  return stem === undefined ? [asked] : IMAGE_EXTENSIONS.map((extension) => `${stem}.${extension}`);
}

/** What all names share that may mean the same file: an index by it gives `chooseName` its candidates. */
export function nameKey(name: string): string {
  return fold(wildStem(name) ?? imageStem(name) ?? name);
}

/**
 * The one of the names that is meant: first to the letter, then composed or decomposed (NFC, NFD), then in other upper and lower case.
 * @throws MigrateError `face_ambiguous` where a step leads to several
 */
export function chooseName(asked: string, names: readonly string[]): string | undefined {
  const stem = wildStem(asked);
  const wanted = stem ?? asked;
  const candidates = names.flatMap((name) => {
    const meant = stem === undefined ? name : imageStem(name);
    return meant === undefined ? [] : { name, meant };
  });
  for (const spelling of [String, compose, fold]) {
    const same = candidates.filter(({ meant }) => spelling(meant) === spelling(wanted));
    if (same.length === 0) continue;
    // The same picture in several formats is one choice; several spellings are perhaps several people.
    const [first, ...others] = same.sort((a, b) => rank(a.name) - rank(b.name));
    if (others.some(({ name, meant }) => meant !== first?.meant || name === first.name)) throw new MigrateError('face_ambiguous');
    return first?.name;
  }
  return undefined;
}

/** What file managers leave behind beside the files themselves. */
export function isLitter(name: string): boolean {
  return /(?:^|\/)(?:__MACOSX\/|\.DS_Store$|\._[^/]*$|Thumbs\.db$|desktop\.ini$)/i.test(name);
}

export function assertNotHeavy(size: number): void {
  if (size > MAX_MEGABYTES * 1_000_000) throw new MigrateError('face_too_heavy', { limit: MAX_MEGABYTES });
}

function wildStem(name: string): string | undefined {
  return name.endsWith('.*') ? name.slice(0, -2) : undefined;
}

function imageStem(name: string): string | undefined {
  return rank(name) < 0 ? undefined : name.slice(0, name.lastIndexOf('.'));
}

function rank(name: string): number {
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return IMAGE_EXTENSIONS.indexOf(extension);
}

function compose(name: string): string {
  return name.normalize('NFC');
}

function fold(name: string): string {
  return compose(compose(name).toLowerCase());
}
