// The machine under Stet: its Node, the data directory, the disk, the clock, the port.

import { access, constants, mkdir, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Config } from '../../model/config.ts';
import { advice, type Check, failed, messageOf, ok } from './check.ts';

const MIB = 1024 * 1024;
const DISK_NEEDED = 200 * MIB;
const DISK_WANTED = 2048 * MIB;
const NODE_NEEDED = 24;

export function checkNode(): Check {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= NODE_NEEDED) return ok('node', `Node ${process.versions.node}`);
  return failed(
    'node',
    `Node ${process.versions.node} is too old`,
    'Run npm ci, and start with npm start or npx stet.',
  );
}

export async function checkDataDirectory({ dataDir }: Config): Promise<Check> {
  const name = 'data-directory';
  const probe = join(dataDir, `.doctor-${process.pid}`);
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await writeFile(probe, 'written', { flush: true });
    await rm(probe);
    const { mode } = await stat(dataDir);
    if (process.platform === 'win32' || (mode & 0o077) === 0) return ok(name, `${dataDir} can be written`);
    return advice(
      name,
      `${dataDir} can be read by other users of this machine`,
      `It holds stories that are not published. chmod 700 ${dataDir}`,
    );
  } catch (error) {
    const user = process.getuid?.() ?? 'this user';
    return failed(
      name,
      messageOf(error),
      `Give user ${user} the right to write to ${dataDir}, or set store.data.`,
    );
  }
}

export async function checkDisk({ dataDir }: Config): Promise<Check> {
  const name = 'disk';
  try {
    const { bavail, bsize } = await statfs(dataDir);
    const free = bavail * bsize;
    const message = `${Math.floor(free / MIB)} MiB free`;
    if (free < DISK_NEEDED)
      return failed(name, message, 'Make room: when the disk is full, arrivals are refused.');
    if (free < DISK_WANTED) return advice(name, message, 'Make room, or watch it: an archive grows.');
    return ok(name, message);
  } catch (error) {
    return failed(name, messageOf(error), `Make ${dataDir} readable.`);
  }
}

/** Before this program was written no clock can be right. */
const EARLIEST = Date.UTC(2026, 0, 1);
const SAMPLE_MS = 250;
const DRIFT_MS = 100;
/** Some file systems keep whole seconds or two. */
const FILE_TIME_MS = 3_000;

export async function checkClock({ dataDir }: Config): Promise<Check> {
  const name = 'clock';
  const remedy = 'Set the clock, and keep it by NTP: embargoes are released by it.';
  const [wall, steady] = [Date.now(), performance.now()];
  await wait(SAMPLE_MS);
  const drift = Math.abs(Date.now() - wall - (performance.now() - steady));
  if (drift > DRIFT_MS)
    return failed(name, `the clock jumped ${Math.round(drift)} ms while it was watched`, remedy);
  if (wall < EARLIEST) return failed(name, `the clock says ${new Date(wall).toISOString()}`, remedy);

  const probe = join(dataDir, `.doctor-clock-${process.pid}`);
  try {
    await writeFile(probe, '');
    const { mtimeMs } = await stat(probe);
    await rm(probe);
    const difference = Math.abs(mtimeMs - Date.now());
    if (difference > FILE_TIME_MS) {
      const seconds = Math.round(difference / 1000);
      return failed(name, `the disk's clock and this machine's differ by ${seconds} s`, remedy);
    }
  } catch (error) {
    return failed(name, messageOf(error), `Make ${dataDir} writable.`);
  }
  return ok(name, new Date(wall).toISOString());
}

/** @param running Stet is running on this data directory, so that the port is rightly taken. */
export function checkPort({ server: { host, port } }: Config, running: boolean): Promise<Check> {
  const name = 'port';
  return new Promise((resolve) => {
    const probe = createServer();
    probe.on('error', (error) => {
      const isTaken = 'code' in error && error.code === 'EADDRINUSE';
      if (isTaken && running) resolve(ok(name, `${host}:${port} is in use by Stet`));
      else
        resolve(
          failed(
            name,
            `cannot listen on ${host}:${port}: ${error.message}`,
            'Set server.host and server.port.',
          ),
        );
    });
    probe.listen(port, host, () => probe.close(() => resolve(ok(name, `${host}:${port} is free`))));
  });
}

export async function checkDesk(): Promise<Check> {
  const built = new URL('../../../dist/desk/index.html', import.meta.url);
  try {
    await access(built, constants.R_OK);
    return ok('desk', 'built');
  } catch {
    return advice('desk', 'the desk is not built', 'npm start builds it, and so does npm run build.');
  }
}
