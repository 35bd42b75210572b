import { closeSync, createReadStream, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openZipFile, type ZipMember } from '../archive/index.js';
import { chunksOf } from './chunks-of.js';
import { explained, NotAnExport } from './failures.js';
import { packingOf, SIGNATURE_BYTES } from './signature.js';
import { spool } from './spool.js';

/** One file of an export. */
export interface SourceFile {
  /** Its bytes from the beginning, packed and encoded as they are; until the next file is asked for, as often as wanted. */
  chunks(): AsyncGenerator<Buffer>;
}

/** Where one export comes from: a file, or a folder or zip that may hold any number of files. */
export interface Source {
  /** As the user named it. */
  readonly name: string;
  readonly isFile: boolean;
  /** Of a file alone, packed as it is. */
  readonly bytes?: number;
  /**
   * The files that may hold records, in the order of their names. Others beside them (images, hidden files) are passed over: they come
   * as undefined, so that they can be counted. Throws Damage, NotAnExport and the system's errors.
   */
  files(): AsyncGenerator<SourceFile | undefined>;
  close(): Promise<void>;
}

/** The names in folders and zips that stand for records. What a user names by itself may have any name. */
const RECORDS = /\.(?:csv|tsv|json|ndjson|jsonl)(?:\.(?:gz|zst))?$/i;
const ZIP = /\.zip$/i;
/** What else file managers put into zips and folders; not the dots of `./` and `../`. */
const HIDDEN = /(?:^|\/)(?:\.(?!\.?\/)|__MACOSX\/)/;
/** A zip of zips of zips is no export. */
const DEEPEST_ZIP = 2;

/** What programs keep in files that are zips inside. */
const DOCUMENTS: ReadonlyMap<string, string> = new Map([
  ['xl/workbook.xml', 'it is an Excel workbook; save the sheet as CSV (UTF-8)'],
  ['xl/workbook.bin', 'it is an Excel workbook; save the sheet as CSV (UTF-8)'],
  ['content.xml', 'it is an OpenDocument file; save the sheet as CSV (UTF-8)'],
  ['Index/Document.iwa', 'it is a Numbers document; export it as CSV (UTF-8)'],
  ['word/document.xml', 'it is a Word document'],
]);

/** @throws MigrateError `export_missing`, `export_unreadable` */
export async function sourceAt(path: string): Promise<Source> {
  try {
    const stats = await stat(path);
    if (stats.isDirectory()) return { name: path, isFile: false, files: () => filesBelow(path), close: async () => undefined };
    // A pipe can be read once.
    return stats.isFile() ? readable(path, path) : await streamed(path, createReadStream(path));
  } catch (error) {
    throw explained(error, path, 0);
  }
}

/** An export whose bytes come only once. @throws MigrateError `export_unreadable` */
export async function sourceOf(name: string, chunks: AsyncIterable<Buffer>): Promise<Source> {
  try {
    return await streamed(name, chunks);
  } catch (error) {
    throw explained(error, name, 0);
  }
}

async function streamed(name: string, chunks: AsyncIterable<Buffer>): Promise<Source> {
  const { descriptor, close } = await spool(chunks);
  return { ...readable(name, descriptor), close };
}

function readable(name: string, file: string | number): Source {
  const isFile = packingOf(beginningOf(file)) !== 'zip';
  const files = isFile ? () => fileItself(file) : () => filesInZip(file, 1);
  const { size } = typeof file === 'string' ? statSync(file) : fstatSync(file);
  return { name, isFile, ...(isFile && { bytes: size }), files, close: async () => undefined };
}

function beginningOf(file: string | number): Buffer {
  const descriptor = typeof file === 'string' ? openSync(file, 'r') : file;
  try {
    const bytes = Buffer.alloc(SIGNATURE_BYTES);
    return bytes.subarray(0, readSync(descriptor, bytes, 0, SIGNATURE_BYTES, 0));
  } finally {
    if (descriptor !== file) closeSync(descriptor);
  }
}

async function* fileItself(file: string | number): AsyncGenerator<SourceFile> {
  yield { chunks: () => chunksOf(file) };
}

/** Of a folder only the names that count are held in memory. Links to folders are not followed, for they may lead in a circle. */
async function* filesBelow(folder: string): AsyncGenerator<SourceFile | undefined> {
  const names: string[] = [];
  for await (const entry of await opendir(folder, { bufferSize: 1024 })) {
    const { name } = entry;
    if (entry.isDirectory() && !HIDDEN.test(`${name}/`)) names.push(`${name}/`);
    else if (isWanted(name) && (entry.isFile() || (entry.isSymbolicLink() && (await isRegular(join(folder, name))))))
      names.push(name);
    else yield undefined;
  }
  for (const name of names.sort()) {
    const path = join(folder, name);
    if (name.endsWith('/')) yield* filesBelow(path);
    else if (ZIP.test(name)) yield* orFailure(filesInZip(path, 1));
    else yield { chunks: () => chunksOf(path) };
  }
}

async function isRegular(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );
}

async function* filesInZip(file: string | number, depth: number): AsyncGenerator<SourceFile | undefined> {
  const zip = await openZipFile(file);
  try {
    const members: ZipMember[] = [];
    for await (const member of zip.members()) {
      const document = DOCUMENTS.get(member.name);
      if (document !== undefined) throw new NotAnExport(document);
      if (isWanted(member.name)) members.push(member);
      else yield undefined;
    }
    members.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const member of members) {
      const chunks = () => zip.chunks(member);
      if (!ZIP.test(member.name)) yield { chunks };
      else if (depth < DEEPEST_ZIP) yield* orFailure(filesInInnerZip(chunks(), depth + 1));
      else yield undefined;
    }
  } finally {
    zip.close();
  }
}

/** A zip has to be read from its end. */
async function* filesInInnerZip(chunks: AsyncIterable<Buffer>, depth: number): AsyncGenerator<SourceFile | undefined> {
  const inner = await spool(chunks);
  try {
    yield* filesInZip(inner.descriptor, depth);
  } finally {
    await inner.close();
  }
}

/** A zip among others that cannot be opened counts as one file that cannot be read: the failure comes when it is read. */
async function* orFailure(files: AsyncGenerator<SourceFile | undefined>): AsyncGenerator<SourceFile | undefined> {
  try {
    yield* files;
  } catch (error) {
    yield { chunks: () => failing(error) };
  }
}

// biome-ignore lint/correctness/useYield: it fails before there is anything to give.
async function* failing(error: unknown): AsyncGenerator<Buffer> {
  throw error;
}

function isWanted(name: string): boolean {
  return (RECORDS.test(name) || ZIP.test(name)) && !HIDDEN.test(name);
}
