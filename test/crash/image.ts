// An ext4 file system in a file, mounted by loop, whose power can be cut: the ioctl EXT4_IOC_SHUTDOWN stops it at once, and with the flag
// NOLOGFLUSH nothing that waits in memory reaches the image any more. Needs root, loop devices, mkfs.ext4 and python3 or perl.

import { execFile, execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Image {
  /** Where it is mounted. */
  readonly mount: string;
  /** Cuts the power: unwritten data is gone, and every open file fails from here on. */
  cutPower(): Promise<void>;
  /** Mounts again after a cut, as the next start of the machine would: the journal is played back. */
  powerOn(): Promise<void>;
  /** Unmounts, detaches and deletes. May be called at any time, more than once. */
  remove(): void;
}

/** Why this machine can't do it; `null` when it can. */
export async function whyNoImage(): Promise<string | null> {
  if (process.getuid?.() !== 0) return 'mounting needs root';
  if (!existsSync('/dev/loop-control')) return 'there are no loop devices';
  if ((await ioctlCaller()) === null) return 'neither python3 nor perl is there to call the ioctl';
  try {
    const image = await openImage(16);
    try {
      await image.cutPower();
      await image.powerOn();
      return null;
    } finally {
      image.remove();
    }
  } catch (error) {
    return `an ext4 image can't be made, mounted and shut down: ${error instanceof Error ? error.message.trim() : String(error)}`;
  }
}

/** @param size MiB */
export async function openImage(size: number): Promise<Image> {
  const folder = mkdtempSync(join(tmpdir(), 'stet-power-'));
  const file = join(folder, 'disk.img');
  const mount = join(folder, 'disk');
  mkdirSync(mount);
  const remove = (): void => {
    process.off('exit', remove);
    while (isMounted(mount)) execFileSync('umount', ['--lazy', mount]);
    rmSync(folder, { recursive: true, force: true });
  };
  process.on('exit', remove);
  try {
    writeFileSync(file, '');
    truncateSync(file, size * 1024 * 1024);
    await run('mkfs.ext4', ['-q', '-F', '-E', 'lazy_itable_init=0,lazy_journal_init=0', file], {
      env: TOOLS,
    });
    await run('mount', ['-o', 'loop', file, mount]);
  } catch (error) {
    remove();
    throw error;
  }
  return {
    mount,
    cutPower: () => shutDown(mount),
    async powerOn() {
      await run('umount', [mount]);
      await run('mount', ['-o', 'loop', file, mount]);
    },
    remove,
  };
}

/** mkfs stands in an administrator's path, which a plain user's shell may lack. */
const TOOLS = { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin:/sbin` };

const isMounted = (mount: string): boolean =>
  readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .some((line) => line.split(' ')[1] === mount);

/** `_IOR('X', 125, __u32)` of linux/ext4; EXT4_GOING_FLAGS_NOLOGFLUSH is 2. */
const PYTHON = `
import fcntl, os, struct, sys
fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587d, struct.pack('I', 2))`;
const PERL = `
use Fcntl;
sysopen(my $disk, $ARGV[0], O_RDONLY) or die $!;
my $flags = pack('I', 2);
defined(ioctl($disk, 0x8004587d, $flags)) or die $!;`;

async function ioctlCaller(): Promise<readonly [string, ...string[]] | null> {
  for (const [program, flag, script] of [
    ['python3', '-c', PYTHON],
    ['perl', '-e', PERL],
  ] as const) {
    const found = await run(program, ['--version']).then(
      () => true,
      () => false,
    );
    if (found) return [program, flag, script];
  }
  return null;
}

async function shutDown(mount: string): Promise<void> {
  const caller = await ioctlCaller();
  if (caller === null) throw new Error('there is no way to call the ioctl');
  const [program, ...args] = caller;
  await run(program, [...args, mount]);
}
