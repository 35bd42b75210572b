export { type Archive, openArchive } from './archive.js';
export { openZipFile, ZipError, type ZipMember } from './zip-file.js';
