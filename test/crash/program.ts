// The real program as a child process: `src/main.ts start` with a configuration file, as an operator runs it.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const TOKEN = 'lantern-token-of-the-crash-tests';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** Compiled code from one start to the next: a program that is always killed never gets to write it by itself. */
const COMPILED = fileURLToPath(new URL('../../node_modules/.cache/stet-crash', import.meta.url));

const CONFIG = `site: { title: The Daily Example, url: "http://daily.example" }
sources:
  - { id: harbour, name: Harbour Wire, transport: push, token: ${TOKEN}, publish: auto }
  - { id: lamplight, name: Lamplight Press, transport: push, token: ${TOKEN}, publish: hold }
store: { data: data }
`;

export interface ProgramOptions {
  /** Holds `stet.yaml` and `data/`. */
  readonly folder: string;
  /** `null` for SQLite. */
  readonly databaseUrl: string | null;
  /** Modules loaded into the child before the program: the mutations that must be caught. */
  readonly preload?: string;
}

export interface Program {
  /** The address, once the ready line is there; `null` when the process ended before it. */
  readonly ready: Promise<string | null>;
  kill(signal: 'SIGKILL' | 'SIGTERM'): void;
  /** Resolves when the process is gone, with what it said on standard error, its last lines. */
  readonly ended: Promise<{ readonly code: number | null; readonly said: string }>;
}

export function prepareFolder(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'stet.yaml'), CONFIG);
}

export function startProgram({ folder, databaseUrl, preload }: ProgramOptions): Program {
  const imports = preload === undefined ? [] : ['--import', preload];
  const child = spawn(
    process.execPath,
    [...imports, MAIN, 'start', '--config', join(folder, 'stet.yaml'), '--port', '0'],
    {
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        NODE_COMPILE_CACHE: COMPILED,
        STET_LOG_LEVEL: 'error',
        STET_DATABASE_URL: databaseUrl ?? '',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const ended = endOf(child);
  return {
    ready: Promise.race([addressOf(child), ended.then(() => null)]),
    ended,
    kill: (signal) => child.kill(signal),
  };
}

/** One start and a clean stop, which leaves the compiled code for all starts after it. */
export async function warmUp(options: ProgramOptions): Promise<void> {
  if (existsSync(COMPILED)) return;
  const program = startProgram(options);
  await program.ready;
  program.kill('SIGTERM');
  await program.ended;
}

/** Kept of what the child says, characters. */
const SAID = 4_000;

async function endOf(child: ChildProcess): Promise<{ code: number | null; said: string }> {
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-SAID);
  });
  await once(child, 'close');
  return { code: child.exitCode, said };
}

function addressOf(child: ChildProcess): Promise<string> {
  let printed = '';
  return new Promise((resolve) => {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      const port = /ready\. Site http:\/\/localhost:(\d+)/.exec(printed)?.[1];
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
    });
  });
}
