import { type Archive, openArchive } from '../archive/index.js';
import type { Checkpoint } from '../checkpoint/index.js';
import { type FaceSource, faceSource, linkFetcher } from '../faces/index.js';
import type { ParsedValidateSettings } from '../settings.js';
import type { Terminal } from './terminal.js';

export interface OpenFaces extends FaceSource {
  /** What --faces named, where it did. */
  readonly archive: Archive | undefined;
  close(): Promise<void>;
}

const LOOPBACK_WARNING =
  'Warning: with --allow-private-faces links may lead to this machine, also by plain http. That is for rehearsals: leave it out otherwise.';

/**
 * Everything that images may come from, as the settings say; undefined for a run without faces.
 * @throws MigrateError `archive_unusable`
 */
export async function openFaces(
  { faces, fetchFaces, allowPrivateFaces }: Pick<ParsedValidateSettings, 'faces' | 'fetchFaces' | 'allowPrivateFaces'>,
  { images }: Checkpoint,
  signal: AbortSignal,
  terminal: Terminal,
): Promise<OpenFaces | undefined> {
  if (faces === false) return undefined;
  if (allowPrivateFaces) terminal.err(LOOPBACK_WARNING);
  const archive = faces === undefined ? undefined : await openArchive(faces);
  const links = fetchFaces ? linkFetcher({ reach: allowPrivateFaces ? 'public and loopback' : 'public', signal }) : undefined;
  const source = faceSource({ archive, kept: (sha256) => images.find(sha256), links });
  return {
    ...source,
    archive,
    close: async () => {
      await archive?.close();
      await links?.close();
    },
  };
}
