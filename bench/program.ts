// Starts the program under measurement as its users do, in a process of its own, and asks it how it is.

import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CpuTime, watchCpu } from './cpu.ts';
import type { ProbeAnswer } from './probe.ts';

const MAIN = fileURLToPath(new URL('../bin/stet.js', import.meta.url));
const PROBE = new URL('./probe.ts', import.meta.url).href;
/** Characters of what the program said on its standard error, for when it does not start. */
const ERRORS_KEPT = 4_000;
export const TOKEN = 'bench-token';
/** The source that stories are pushed to and imported for. */
export const SOURCE = 'harrow';

export interface ProgramOptions {
  /** Folder for the configuration. */
  readonly folder: string;
  readonly dataDir: string;
  readonly databaseUrl?: string;
  /** Addresses of feeds to poll, by source id. */
  readonly feeds?: Readonly<Record<string, string>>;
}

export interface Program {
  readonly url: string;
  readonly pid: number;
  /** Milliseconds from the start of the process to the ready line. */
  readonly readyAfter: number;
  probe(): Promise<ProbeAnswer>;
  stop(): Promise<void>;
}

export async function startProgram(options: ProgramOptions): Promise<Program> {
  const began = performance.now();
  const child = run(
    ['start', '--config', configFile(options), '--data', options.dataDir, '--port', '0'],
    options,
    true,
  );
  const line = await firstLine(child);
  const readyAfter = performance.now() - began;
  const url = /Site (\S+)/.exec(line)?.[1]?.replace('localhost', '127.0.0.1');
  if (url === undefined || child.pid === undefined) throw new Error(`no ready line: ${line}`);
  return {
    url,
    pid: child.pid,
    readyAfter,
    probe: () => probe(child),
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

export interface Imported {
  readonly items: number;
  /** Files, or parts of them, that could not be understood. */
  readonly failures: number;
  /** Seconds by the clock, the start of the process included. */
  readonly seconds: number;
  /** `null` where it can't be known. */
  readonly cpu: CpuTime | null;
}

/** Runs `stet import` to its end. */
export async function importPath(path: string, options: ProgramOptions): Promise<Imported> {
  const began = performance.now();
  const args = [
    'import',
    path,
    '--source',
    SOURCE,
    '--config',
    configFile(options),
    '--data',
    options.dataDir,
  ];
  const child = run(args, options, false);
  const watch = child.pid === undefined ? null : watchCpu(child.pid);
  let output = '';
  child.stdout?.on('data', (chunk) => {
    output += chunk;
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (output === '') throw new Error(`stet import ended with ${code} and said nothing`);
  const { items, failures } = JSON.parse(output) as { items: number; failures: number };
  return {
    items,
    failures,
    seconds: (performance.now() - began) / 1000,
    cpu: watch?.end() ?? null,
  };
}

function run(args: readonly string[], { databaseUrl }: ProgramOptions, probed: boolean): ChildProcess {
  const { STET_DATABASE_URL: _own, ...env } = process.env;
  return spawn(process.execPath, [...(probed ? ['--import', PROBE] : []), MAIN, ...args], {
    env: {
      ...env,
      STET_LOG_LEVEL: 'warn',
      ...(databaseUrl === undefined ? {} : { STET_DATABASE_URL: databaseUrl }),
    },
    stdio: ['ignore', 'pipe', probed ? 'pipe' : 'ignore', ...(probed ? (['ipc'] as const) : [])],
  });
}

function configFile({ folder, feeds = {} }: ProgramOptions): string {
  const common = { publish: 'auto', first_run: 1_000_000, max_bytes: '64MiB' };
  const polled = Object.entries(feeds).map(([id, url]) => ({
    ...common,
    id,
    name: 'Harrow Point News',
    transport: 'poll',
    url,
    interval: '1d',
    timeout: '600s',
    allow_private: true,
  }));
  const config = {
    site: { title: 'The Harrow Point Post', url: 'http://localhost:8080' },
    sources: [
      { ...common, id: SOURCE, name: 'Harrow Point News', transport: 'push', token: TOKEN },
      ...polled,
    ],
  };
  const file = join(folder, 'stet.yaml');
  // Every JSON text is YAML.
  writeFileSync(file, JSON.stringify(config));
  return file;
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    let errors = '';
    child.stderr?.on('data', (chunk) => {
      errors = `${errors}${chunk}`.slice(-ERRORS_KEPT);
    });
    child.stdout?.on('data', (chunk) => {
      output += chunk;
      if (output.includes('\n')) resolve(output);
    });
    child.once('exit', (code) =>
      reject(new Error(`the program ended with ${code} before it was ready: ${errors}`)),
    );
  });
}

function probe(child: ChildProcess): Promise<ProbeAnswer> {
  return new Promise((resolve) => {
    child.once('message', (answer: ProbeAnswer) => resolve(answer));
    child.send('probe');
  });
}
