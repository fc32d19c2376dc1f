// What the same machine does in the same minute with next to no program in the way: flushed appends to a file, SQLite alone, PostgreSQL alone, a bare Fastify.

import { spawn } from 'node:child_process';
import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { Copy } from './copy.ts';

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

/**
 * Stories of 6 KB a second that SQLite alone takes into a table and a full-text index, each commit flushed: what is left of the machine when
 * nothing parses, decides or listens.
 * @param together stories in one commit.
 * @param copy what the stories are made of: the fewer different words, the less there is to index.
 */
export function indexedStories(folder: string, stories: number, together: number, copy: Copy): number {
  const file = join(folder, `indexed-${together}.db`);
  const texts = Array.from({ length: 200 }, () => copy.paragraphs(APPEND_BYTES).join('\n'));
  const db = new DatabaseSync(file);
  db.exec('PRAGMA journal_mode = WAL');
  db.exec('PRAGMA synchronous = FULL');
  db.exec('CREATE TABLE story (id INTEGER PRIMARY KEY, text TEXT NOT NULL)');
  db.exec("CREATE VIRTUAL TABLE words USING fts5 (text, content = '', prefix = '2')");
  const insert = db.prepare('INSERT INTO story (id, text) VALUES (?, ?)');
  const index = db.prepare('INSERT INTO words (rowid, text) VALUES (?, ?)');
  const began = performance.now();
  for (let id = 0; id < stories; id++) {
    if (id % together === 0) db.exec('BEGIN');
    const text = texts[id % texts.length] ?? '';
    insert.run(id, text);
    index.run(id, text);
    if (id % together === together - 1) db.exec('COMMIT');
  }
  const seconds = (performance.now() - began) / 1000;
  db.close();
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
  return stories / seconds;
}

/**
 * The same of PostgreSQL: each story one row with its tsvector and a GIN index on it, made by the server, the rows of a commit sent in one
 * statement.
 * @param url an empty database.
 */
export async function indexedInPostgres(
  url: string,
  stories: number,
  together: number,
  copy: Copy,
): Promise<number> {
  const texts = Array.from({ length: 200 }, () => copy.paragraphs(APPEND_BYTES).join('\n'));
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const table = `story_${together}`;
  await client.query(
    `CREATE TABLE ${table} (id BIGINT PRIMARY KEY, text TEXT NOT NULL, words TSVECTOR NOT NULL)`,
  );
  await client.query(`CREATE INDEX ON ${table} USING gin (words)`);
  const text = `INSERT INTO ${table} SELECT id, text, to_tsvector('simple', text) FROM unnest($1::bigint[], $2::text[]) AS t (id, text)`;
  const began = performance.now();
  for (let id = 0; id < stories; id += together) {
    const ids = Array.from({ length: together }, (_, n) => id + n);
    const values = [ids, ids.map((n) => texts[n % texts.length])];
    await client.query({ name: table, text, values });
  }
  const seconds = (performance.now() - began) / 1000;
  await client.query(`DROP TABLE ${table}`);
  await client.end();
  return stories / seconds;
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
