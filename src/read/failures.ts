/** Why the bytes of a file lead no further, by those who know neither the export's name nor how many records came before. */
import { ZipError } from '../archive/index.js';
import { MigrateError } from '../errors.js';
import { isSystemError, systemReason } from '../system-error.js';

/** What came before could be read. */
export class Damage extends Error {
  override readonly name = 'Damage';
  constructor(
    /** As the sentence says it: "byte 12 of the unpacked text". */
    readonly where: string,
    readonly reason: string,
  ) {
    super(reason);
  }
}

export class NotAnExport extends Error {
  override readonly name = 'NotAnExport';
  constructor(readonly reason: string) {
    super(reason);
  }
}

/** What the user is told of a failure. @param records how many records of the export came before */
export function explained(error: unknown, file: string, records: number): unknown {
  if (error instanceof MigrateError && error.code === 'export_broken')
    return new MigrateError(error.code, { ...error.detail, records });
  if (error instanceof Damage)
    return new MigrateError('export_broken', { file, where: error.where, reason: error.reason, records });
  if (error instanceof NotAnExport) return new MigrateError('export_format_unknown', { file, reason: error.reason });
  if (error instanceof ZipError) return zipFailure(error, file, records);
  if (!isSystemError(error)) return error;
  // The system's own error is not kept as the cause: it holds the path, and in a folder a file may have a person's name.
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return new MigrateError('export_missing', { file });
  const reason = error.code === 'ENOSPC' ? NO_SPACE : systemReason(error);
  return new MigrateError('export_unreadable', { file, reason });
}

function zipFailure({ failure }: ZipError, file: string, records: number): MigrateError {
  if (failure === 'damaged')
    return new MigrateError('export_broken', {
      file,
      where: 'its packed bytes',
      reason: 'the zip is cut off or damaged',
      records,
    });
  const reason = failure === 'encrypted' ? 'it is encrypted' : 'it is packed by a method that is not supported';
  return new MigrateError('export_unreadable', { file, reason: `${reason}; unpack the zip first and give the folder` });
}

const NO_SPACE = 'its copy finds no space in the folder for temporary files (TMPDIR)';
