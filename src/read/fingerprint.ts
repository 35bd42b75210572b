import { createHash } from 'node:crypto';
import { ZipError } from '../archive/index.js';
import { explained } from './failures.js';
import type { Source, SourceFile } from './source.js';

/** What tells one export from another: its bytes as they are. */
export interface Fingerprint {
  /** In hexadecimal; of a folder or zip that of its files' hashes in their order, whatever the files are called. */
  readonly sha256: string;
  readonly bytes: number;
}

/** Takes the fingerprint while the bytes of an export go by, file by file. */
export class Fingerprinting {
  readonly #files = createHash('sha256');
  #hash = createHash('sha256');
  #size = 0;
  #last = '';
  #bytes = 0;

  /** The same chunks. */
  async *of(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    this.#hash = createHash('sha256');
    this.#size = 0;
    for await (const chunk of chunks) {
      this.#hash.update(chunk);
      this.#size += chunk.length;
      yield chunk;
    }
  }

  /** The file whose chunks were read last is one of the export. */
  count(): void {
    this.#last = this.#hash.digest('hex');
    this.#files.update(this.#last);
    this.#bytes += this.#size;
    this.#size = 0;
  }

  /** Reads a file for its fingerprint alone and counts it. What is damaged in a zip counts as far as it can be read. */
  async skim(file: SourceFile): Promise<void> {
    try {
      for await (const _ of this.of(file.chunks()));
    } catch (error) {
      if (!(error instanceof ZipError)) throw error;
    }
    this.count();
  }

  /** Bytes so far, also of a file that is not at its end. */
  get taken(): number {
    return this.#bytes + this.#size;
  }

  result({ isFile }: Source): Fingerprint {
    return { sha256: isFile ? this.#last : this.#files.digest('hex'), bytes: this.#bytes };
  }
}

/** Reads an export for its fingerprint alone. @throws MigrateError `export_unreadable`, `export_broken`, `export_format_unknown` */
export async function fingerprintOf(source: Source): Promise<Fingerprint> {
  const taking = new Fingerprinting();
  try {
    for await (const file of source.files()) if (file) await taking.skim(file);
    return taking.result(source);
  } catch (error) {
    throw explained(error, source.name, 0);
  }
}
