import type { Archive } from '../archive/index.js';
import { MigrateError } from '../errors.js';
import type { FaceReference } from '../model.js';
import { digestOf } from './digest-of-face.js';
import { decodeInline } from './inline-image.js';
import type { LinkFetcher } from './link-fetcher.js';

/** An image that a reference leads to; nothing of it has been read. */
export interface FoundFace {
  /** Of a file, under --faces. */
  readonly name?: string;
  /** Undefined where only fetching can tell. */
  readonly bytes: number | undefined;
  /** Throws what stands in the way of having it. */
  read(): Promise<Buffer>;
  /** At least so many bytes of its beginning, or all. */
  beginning(length: number): Promise<Buffer>;
  /** Tells one image from another that came to stand in its place. Nothing is fetched for it. */
  digest(): Promise<string>;
}

/** Where the images are that references lead to. */
export interface FaceSource {
  /** Is it known where any of them would be? File names say nothing without a folder. */
  covers(references: readonly FaceReference[]): boolean;
  /** Without any network. Undefined where there is none. @throws MigrateError face_* and zip_* codes */
  find(reference: FaceReference): Promise<FoundFace | undefined>;
}

export interface SourceParts {
  /** Undefined where no --faces was given. */
  readonly archive: Archive | undefined;
  /** What the checkpoint keeps. */
  readonly kept: (sha256: string) => Buffer | undefined;
  /** Undefined where links are not to be followed. */
  readonly links: Pick<LinkFetcher, 'check' | 'fetch'> | undefined;
}

export function faceSource({ archive, kept, links }: SourceParts): FaceSource {
  return {
    covers: (references) => archive !== undefined || references.some(({ kind }) => kind !== 'file'),
    async find(reference) {
      switch (reference.kind) {
        case 'file':
          return archive && inArchive(archive, reference.path);
        case 'kept': {
          const bytes = kept(reference.sha256);
          return bytes && inMemory(bytes);
        }
        case 'inline':
          return inMemory(decodeInline(reference.data));
        case 'link':
          if (!links) throw new MigrateError('face_needs_fetch');
          links.check(reference.url);
          return behindLink(reference.url, links);
        case 'unusable':
          throw new MigrateError(reference.problem.code, reference.problem.detail);
      }
    },
  };
}

async function inArchive(archive: Archive, path: string): Promise<FoundFace | undefined> {
  const member = await archive.find(path);
  if (!member) return undefined;
  const read = () => archive.read(member.name);
  return {
    name: member.name,
    bytes: member.size,
    read,
    async beginning(length) {
      if (member.size <= length) return read();
      const chunks: Buffer[] = [];
      let sum = 0;
      for await (const chunk of await archive.stream(member.name)) {
        chunks.push(chunk);
        sum += chunk.length;
        if (sum >= length) break;
      }
      return Buffer.concat(chunks);
    },
    digest: async () => digestOf(await read()),
  };
}

function inMemory(bytes: Buffer): FoundFace {
  const read = async () => bytes;
  return { bytes: bytes.length, read, beginning: read, digest: async () => digestOf(bytes) };
}

function behindLink(link: string, { fetch }: Pick<LinkFetcher, 'fetch'>): FoundFace {
  const read = () => fetch(link);
  return { bytes: undefined, read, beginning: read, digest: async () => digestOf(Buffer.from(link)) };
}
