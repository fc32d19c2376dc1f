// What the same machine does in the same minute with next to no program in the way: flushed appends to a file, and a bare Fastify.

import { spawn } from 'node:child_process';
import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BARE_SERVER = fileURLToPath(new URL('./bare-server.ts', import.meta.url));
const APPEND_BYTES = 6 * 1024;

/** Appends of 6 KB a second, each flushed to the disk before the next. */
export function flushedAppends(folder: string, milliseconds: number): number {
  const file = join(folder, 'appends');
  const bytes = Buffer.alloc(APPEND_BYTES, 'stet');
  const opened = openSync(file, 'a');
  const began = performance.now();
  let appends = 0;
  for (; performance.now() - began < milliseconds; appends++) {
    writeSync(opened, bytes);
    fdatasyncSync(opened);
  }
  const seconds = (performance.now() - began) / 1000;
  closeSync(opened);
  rmSync(file);
  return appends / seconds;
}

export interface BareServer {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** A bare Fastify in a process of its own: answers a POST with its length, and a GET with the bytes of a file. */
export async function bareFastify(file: string, type: string, coding: string): Promise<BareServer> {
  const child = spawn(process.execPath, [BARE_SERVER, file, type, coding], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (chunk) => resolve(String(chunk).trim()));
    child.once('exit', (code) => reject(new Error(`the bare server ended with ${code}`)));
  });
  return {
    url,
    pid: child.pid ?? 0,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await ended;
    },
  };
}
