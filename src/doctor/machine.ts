import { existsSync } from 'node:fs';
import { rm, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readCheckpoint } from '../checkpoint/index.js';
import { MigrateError } from '../errors.js';
import { isSystemError, systemReason } from '../system-error.js';
import type { Check } from './check.js';

export interface Machine {
  readonly nodeVersion: string;
  /** The checkpoint of the run, whether it is there or not. */
  readonly checkpoint: string;
  /** Base URL, organization and application, as the checkpoint names its target. */
  readonly target: string;
  /** Is a proxy set in the environment? */
  readonly proxy: boolean;
}

/** The oldest Node with all that is used: `engines` of package.json. */
const OLDEST_NODE = [20, 19] as const;
const LITTLE_ROOM = 2e9;
const NO_ROOM = 100e6;

/** Whether this machine can run a migration. Nothing is sent, and nothing is left. */
export async function checkMachine(machine: Machine): Promise<Check[]> {
  return [
    checkNode(machine.nodeVersion),
    ...(machine.proxy ? [PROXY] : []),
    await checkDisk(dirname(machine.checkpoint)),
    await checkCheckpoint(machine),
  ];
}

export function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const [oldest, least] = OLDEST_NODE;
  const good = major > oldest || (major === oldest && minor >= least);
  const says = `Node ${version.replace(/^v/, '')}.`;
  if (good) return { check: 'node', result: 'ok', says };
  return { check: 'node', result: 'problem', says, to_do: `Install Node ${OLDEST_NODE.join('.')} or newer.` };
}

const PROXY: Check = {
  check: 'proxy',
  result: 'look',
  says: 'A proxy is set in the environment (HTTPS_PROXY), and didit-migrate does not go through proxies.',
  to_do: 'If the checks of the address fail, run from a machine that reaches Didit directly.',
};

async function checkDisk(folder: string): Promise<Check> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return checkRoom(bavail * bsize);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return { check: 'disk', result: 'unknown', says: `The room on the disk could not be told: ${systemReason(error)}.` };
  }
}

/** @param free bytes */
export function checkRoom(free: number): Check {
  const says = `${free < 1e9 ? `${Math.round(free / 1e6)} MB` : `${(free / 1e9).toFixed(1)} GB`} are free where the checkpoint is kept.`;
  if (free >= LITTLE_ROOM) return { check: 'disk', result: 'ok', says };
  const to_do =
    'The checkpoint holds the export until its people are done, and erasing needs as much again for a moment: make room.';
  return { check: 'disk', result: free < NO_ROOM ? 'problem' : 'look', says, to_do };
}

async function checkCheckpoint({ checkpoint: file, target }: Machine): Promise<Check> {
  const folder = dirname(file);
  const refused = await writeProblem(folder);
  if (refused !== undefined) {
    const says = `The folder of the checkpoint cannot be written: ${refused}.`;
    return { check: 'checkpoint', result: 'problem', says, to_do: 'Choose a folder on a local disk with --checkpoint FILE.' };
  }
  const network = await networkFileSystem(folder);
  if (network !== undefined) {
    const says = `The checkpoint would be on a network share or a shared folder (${network}), where its lock and its commits are not safe.`;
    return { check: 'checkpoint', result: 'look', says, to_do: 'Choose a local disk with --checkpoint FILE.' };
  }
  if (!existsSync(file)) return { check: 'checkpoint', result: 'ok', says: 'The checkpoint is not there yet, and can be made.' };
  return checkContent(file, target);
}

function checkContent(file: string, target: string): Check {
  try {
    const checkpoint = readCheckpoint(file);
    const found = checkpoint.meta.get('target');
    checkpoint.close();
    if (found === target)
      return { check: 'checkpoint', result: 'ok', says: 'The checkpoint is there and belongs to this target.' };
    const { message, help } = new MigrateError('checkpoint_target', { file, found: found ?? 'none', expected: target });
    return { check: 'checkpoint', result: 'problem', says: message, to_do: help };
  } catch (error) {
    if (!(error instanceof MigrateError)) throw error;
    return { check: 'checkpoint', result: 'problem', says: error.message, to_do: error.help };
  }
}

async function writeProblem(folder: string): Promise<string | undefined> {
  const file = join(folder, `.didit-migrate-doctor-${process.pid}`);
  try {
    await writeFile(file, '', { flag: 'wx', mode: 0o600 });
    await rm(file);
    return undefined;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return systemReason(error);
  }
}

/** By the magic numbers that Linux gives for file systems that are somewhere else; other systems number theirs otherwise. */
const ELSEWHERE: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB'],
  [0x01021997, '9P'],
  [0x65735546, 'FUSE'],
  [0x5346414f, 'AFS'],
  [0x00c36400, 'Ceph'],
]);

async function networkFileSystem(folder: string): Promise<string | undefined> {
  return process.platform === 'linux' ? fileSystemElsewhere((await statfs(folder)).type) : undefined;
}

/** Of the number that Linux gives a file system; undefined for a local one. */
export function fileSystemElsewhere(type: number): string | undefined {
  // The kernel's word is signed on some platforms.
  return ELSEWHERE.get(type < 0 ? type + 2 ** 32 : type);
}
