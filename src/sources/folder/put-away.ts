// Moves a file out of the folder once its fate is known. Each step leaves a state that the next look can go on from:
//   1. claim: rename within the folder. From here on a sender that reuses the name can't replace what is being moved.
//   2. compare: what was claimed must be what was read; if a sender was quicker, the claim stays and is read as a new file.
//   3. reserve a free name where it goes, so that nothing is ever overwritten.
//   4. failed/ only: note and file synced, for this may be the only copy. A crash leaves a note too many, never one too few.
//   5. rename to the reserved name.
// A crash after the delivery leads to a second delivery of the same bytes, which changes nothing. Crashes can leave empty
// reserved names behind, never a lost file.

import { join } from 'node:path';
import { isoTime } from '../clock.ts';
import { type FileName, type FileStamp, type FolderDisk, sameContent } from './disk.ts';
import { hasCode } from './error-code.ts';
import { claimName, freeNames, isClaim, NOTE_ENDING, originalName } from './names.ts';

export interface PutAwayEnvironment {
  readonly disk: FolderDisk;
  readonly folder: string;
  /** 32 random bits. */
  readonly random: () => number;
  readonly now: () => number;
  readonly fileNameBytes: number;
  readonly maxBytes: number;
  /** Directories made or found good during this look, so that thousands of files do not ask again. */
  readonly directories: Map<string, Promise<void>>;
}

/** A file whose fate is known. */
export interface SettledFile {
  readonly name: FileName;
  readonly stamp: FileStamp;
  /** What was read; `null` for a file that was not. */
  readonly bytes: Uint8Array | null;
  /** False when not even opening it worked. */
  readonly readable: boolean;
}

/** `replaced`: another file had taken its place, which is still in the folder. `gone`: somebody else took it away. */
export type PutAway = 'moved' | 'replaced' | 'gone';

/** Moves a delivered file to `processed/YYYY-MM-DD/` (UTC). Its bytes are durable elsewhere: nothing is synced. */
export async function putProcessed(file: SettledFile, environment: PutAwayEnvironment): Promise<PutAway> {
  const claim = await claimFile(file, environment);
  if (claim.type !== 'claimed') return claim.type;
  const { disk, folder } = environment;
  const directory = await datedDirectory('processed', environment);
  const target = await reserveName(file, directory, environment);
  await disk.move(folder, claim.name, directory, target);
  return 'moved';
}

/** Moves a file to `failed/YYYY-MM-DD/` (UTC) with `note` beside it as `<name>.error.json`. Durable when it resolves. */
export async function putFailed(
  file: SettledFile,
  note: string,
  environment: PutAwayEnvironment,
): Promise<PutAway> {
  const claim = await claimFile(file, environment);
  if (claim.type !== 'claimed') return claim.type;
  const { disk, folder } = environment;
  const directory = await datedDirectory('failed', environment);
  const target = await reserveWithNote(file, note, directory, environment);
  if (file.readable) await disk.syncFile(folder, claim.name);
  await disk.move(folder, claim.name, directory, target);
  await disk.syncDirectory(directory);
  await disk.syncDirectory(folder);
  return 'moved';
}

type Claim = { readonly type: 'claimed'; readonly name: FileName } | { readonly type: 'replaced' | 'gone' };

async function claimFile(file: SettledFile, environment: PutAwayEnvironment): Promise<Claim> {
  const { disk, folder } = environment;
  const name = isClaim(file.name) ? file.name : await freeClaim(file.name, environment);
  if (name !== file.name) {
    try {
      await disk.move(folder, file.name, folder, name);
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return { type: 'gone' };
      throw error;
    }
  }
  const stamp = await disk.stamp(folder, name);
  if (stamp === null) return { type: 'gone' };
  return (await isSettled(file, name, stamp, environment)) ? { type: 'claimed', name } : { type: 'replaced' };
}

async function freeClaim(name: FileName, environment: PutAwayEnvironment): Promise<FileName> {
  const { disk, fileNameBytes, folder, random } = environment;
  for (;;) {
    const claim = claimName(name, random(), fileNameBytes);
    if ((await disk.stamp(folder, claim)) === null) return claim;
  }
}

/** Equal stamps prove that the claimed file is the one that was read; where a drive's stamps are not stable, its bytes do. */
async function isSettled(
  file: SettledFile,
  claim: FileName,
  stamp: FileStamp,
  { disk, folder, maxBytes }: PutAwayEnvironment,
): Promise<boolean> {
  if (file.bytes === null) return sameContent(stamp, file.stamp);
  if (sameContent(stamp, file.stamp) && stamp.ino === file.stamp.ino) return true;
  const again = await disk.read(folder, claim, maxBytes);
  return again.type === 'bytes' && Buffer.compare(again.bytes, file.bytes) === 0;
}

async function datedDirectory(
  kind: 'processed' | 'failed',
  { directories, disk, folder, now }: PutAwayEnvironment,
): Promise<string> {
  const parent = join(folder, kind);
  const directory = join(parent, isoTime(now()).slice(0, 10));
  const known = directories.get(directory);
  const made = known ?? disk.makeDirectory(parent).then(() => disk.makeDirectory(directory));
  if (known === undefined) directories.set(directory, made);
  await made;
  return directory;
}

async function reserveName(
  file: SettledFile,
  directory: string,
  { disk, fileNameBytes, random }: PutAwayEnvironment,
): Promise<FileName> {
  for (const name of freeNames(originalName(file.name), random, fileNameBytes)) {
    if (await disk.reserve(directory, name)) return name;
  }
  throw new Error('free names never end');
}

async function reserveWithNote(
  file: SettledFile,
  note: string,
  directory: string,
  { disk, fileNameBytes, random }: PutAwayEnvironment,
): Promise<FileName> {
  for (const name of freeNames(originalName(file.name), random, fileNameBytes - NOTE_ENDING.length)) {
    if (!(await disk.reserve(directory, name))) continue;
    if (await disk.write(directory, name + NOTE_ENDING, note)) return name;
    await disk.remove(directory, name);
  }
  throw new Error('free names never end');
}
