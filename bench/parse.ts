// How fast arrivals are read, on one thread: bytes to items, with the proof of each text. Beside it what the same files cost a bare
// XML parser (xmllint, saxes), JSON.parse, or a split into lines: the least that any reader would have to do.

import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import { DEFAULT_LIMITS, type ParseContext } from '../src/model/parse-result.ts';
import { parse } from '../src/parse/parse.ts';
import type { Context } from './context.ts';
import { type Figure, figure } from './report.ts';
import { type WireCopy, wireCopy } from './wire-copy.ts';

const BENCH = 'parse';
/** CPU time of this thread: on a busy machine the clock goes on while nothing is measured. */
const WARM_MS = 1_200;
const MEASURED_MS = 1_500;
const MEGABYTE = 1_000_000;
/** What `xmllint --repeat` does with each file. */
const XMLLINT_TIMES = 100;

const CONTEXT: ParseContext = {
  format: 'auto',
  provider: 'HPN',
  timezone: 'UTC',
  language: null,
  charset: null,
  conventions: [],
  emptyEmbargo: 'hold',
  contentType: null,
  baseUrl: null,
  receivedAt: '2026-03-03T12:30:00.000Z',
  guid: null,
  version: null,
  limits: DEFAULT_LIMITS,
};

export async function benchParse(context: Context): Promise<Figure[]> {
  const figures: Figure[] = [];
  const hasXmllint = canRun('xmllint');
  if (!hasXmllint) context.skip(BENCH, 'xmllint is not there (libxml2-utils)');
  for (const copy of wireCopy()) {
    const problem = problemOf(copy);
    if (problem !== null) context.skip(BENCH, `${copy.name}: ${problem}`);
    else figures.push(...measure(copy, hasXmllint ? context.folder : null, context.note));
  }
  return figures;
}

/** A format that is not read as it should be has no speed. */
function problemOf({ documents, stories }: WireCopy): string | null {
  for (const bytes of documents) {
    let items = 0;
    for (const step of parse(bytes, CONTEXT)) {
      if (step.type === 'failure') return `${step.failure.code}: ${step.failure.message}`;
      if (step.item.refusal !== null) return step.item.refusal.message;
      if (step.item.text.length < 1_000) return 'the text is not in the item';
      items += 1;
    }
    if (items !== stories) return `${items} items instead of ${stories}`;
  }
  return null;
}

function measure(copy: WireCopy, folder: string | null, note: (text: string) => void): Figure[] {
  const { name, documents, stories, kind, goal } = copy;
  const size = documents.reduce((sum, { byteLength }) => sum + byteLength, 0) / documents.length;
  note(`${name}, ${Math.round(size)} bytes a document`);
  const read = rate(documents, (bytes) => {
    for (const _step of parse(bytes, CONTEXT));
  });
  const bare = rate(documents, BARE[kind].read);
  const xmllint = kind === 'xml' && folder !== null ? xmllintRate(copy, folder) : null;
  const stated = goal === null ? {} : { goal: `≥ ${goal.toLocaleString('en')}` };
  const beside = xmllint === null ? bare : xmllint;
  const yardstick = xmllint === null ? BARE[kind].name : 'xmllint';
  return [
    figure(BENCH, `${name}: items`, read.byClock * stories, '1/s', {
      ...stated,
      ratio: { value: read.byClock / beside.byClock, of: yardstick },
    }),
    figure(BENCH, `${name}: items a CPU second`, read.byCpu * stories, '1/CPU s', stated),
    figure(BENCH, `${name}: ${Math.round(size)} bytes a document`, (read.byClock * size) / MEGABYTE, 'MB/s'),
    figure(BENCH, `${name}: ${BARE[kind].name} (yardstick)`, (bare.byClock * size) / MEGABYTE, 'MB/s'),
    ...(xmllint === null
      ? []
      : [figure(BENCH, `${name}: xmllint --noout (yardstick)`, (xmllint.byClock * size) / MEGABYTE, 'MB/s')]),
  ];
}

interface Rate {
  /** Documents a second. */
  readonly byClock: number;
  /** Documents a second of CPU time of all threads, the garbage collector's too. */
  readonly byCpu: number;
}

function rate(documents: readonly Buffer[], read: (bytes: Buffer) => void): Rate {
  run(documents, read, WARM_MS);
  const cpu = process.cpuUsage();
  const began = performance.now();
  const done = run(documents, read, MEASURED_MS);
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { byClock: done / seconds, byCpu: done / ((user + system) / 1e6) };
}

function run(documents: readonly Buffer[], read: (bytes: Buffer) => void, milliseconds: number): number {
  const began = process.threadCpuUsage();
  let done = 0;
  for (let spent = 0; spent < milliseconds * 1_000; ) {
    for (const bytes of documents) read(bytes);
    done += documents.length;
    const { user, system } = process.threadCpuUsage(began);
    spent = user + system;
  }
  return done;
}

const BARE: Readonly<Record<WireCopy['kind'], { name: string; read(bytes: Buffer): void }>> = {
  xml: {
    name: 'saxes alone',
    read: (bytes) => {
      const parser = new SaxesParser({ position: false, xmlns: false });
      parser.on('opentag', () => undefined);
      parser.on('text', () => undefined);
      parser.write(bytes.toString('utf-8')).close();
    },
  },
  json: { name: 'JSON.parse', read: (bytes) => void JSON.parse(bytes.toString('utf-8')) },
  lines: { name: 'split into lines', read: (bytes) => void bytes.toString('latin1').split('\n') },
};

/** Documents a second, by the time that reading all files often takes beyond reading them once. */
function xmllintRate({ name, documents }: WireCopy, folder: string): Rate {
  const place = join(folder, name.replaceAll(/\W+/g, '-'));
  mkdirSync(place, { recursive: true });
  const files = documents.map((bytes, n) => {
    const file = join(place, `${n}.xml`);
    writeFileSync(file, bytes);
    return file;
  });
  const time = (options: readonly string[]): number => {
    const began = performance.now();
    execFileSync('xmllint', ['--noout', ...options, ...files]);
    return (performance.now() - began) / 1000;
  };
  const once = time([]);
  const seconds = Math.max(1e-3, time(['--repeat']) - once);
  const byClock = (files.length * XMLLINT_TIMES) / seconds;
  return { byClock, byCpu: byClock };
}

function canRun(command: string): boolean {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
