// PostgreSQL as a Database: a pool for reads, one connection for commits. The commit connection holds the advisory lock that makes
// this process the only writer, so that losing the connection is losing the lock.

import pg from 'pg';
import type { Signer } from '../../log/note.ts';
import type { LeafDraft } from '../../log/sequence.ts';
import { StetError } from '../../model/errors.ts';
import type { Database, SqlRow, SqlValue, Statement } from '../database.ts';
import { appendQueries, appendStatements, signersOf } from '../log-append.ts';
import { waitingStatement } from '../log-tables.ts';
import { groupCommit } from './group-commit.ts';
import { severalRows } from './several-rows.ts';

const READERS = 6;
/** One fixed key per database: the letters "stet" as a number. */
const LOCK_KEY = 0x73746574;
const INT8 = 20;

/**
 * @param url `postgres://user:password@host/database`
 * @throws {StetError} `store-locked` when another process writes to this database, `store-failed` when it can't be reached.
 */
export async function openPostgres(url: string): Promise<Database> {
  const types = { getTypeParser: typeParser };
  const config = { connectionString: url, application_name: `stet ${process.pid}`, types };
  const readers = new pg.Pool({ ...config, max: READERS });
  readers.on('error', () => {
    // An idle reader lost its server. The pool opens another; the next query says what is wrong if that fails.
  });
  let writer = await connect(config).catch(async (error: unknown) => {
    await readers.end();
    throw error;
  });
  const group = groupCommit(commit);
  /** Who signs the public log; empty while it is closed. */
  let signers: readonly Signer[] = [];
  let logClosed: (trouble: string) => void = () => undefined;

  return {
    dialect: 'postgres',
    async query(sql, params = []) {
      try {
        const result = await readers.query<Record<string, SqlValue>>({
          text: numbered(sql),
          values: [...params],
        });
        return result.rows;
      } catch (error) {
        throw storeError(error);
      }
    },
    transact: group.transact,
    async openLog(keys, closed) {
      logClosed = closed;
      signers = signersOf(keys);
    },
    async purge(tables) {
      try {
        await readers.query(`VACUUM ${tables.join(', ')}`);
      } catch (error) {
        throw storeError(error);
      }
    },
    async close() {
      await group.idle();
      await Promise.all([writer.end(), readers.end()]);
    },
  };

  async function commit(statements: readonly Statement[], acts: readonly LeafDraft[]): Promise<void> {
    if (writer.lost) writer = await connect(config);
    const { client } = writer;
    try {
      // Sent one behind the other without waiting for answers: a transaction costs one round trip, not one for each statement; two where the
      // log must be read. After a failure the server refuses the rest, and makes the COMMIT a ROLLBACK.
      const before = [BEGIN, ...severalRows(statements)];
      const leaves = acts.length === 0 ? [] : await logStatements(client, before, acts);
      await everyAnswer(
        atOnce(client, [...(acts.length === 0 ? before : []), ...severalRows(leaves), COMMIT]),
      );
    } catch (error) {
      if (!writer.lost) await writer.client.query('ROLLBACK').catch(() => undefined);
      throw storeError(error);
    }
  }

  /**
   * Runs the statements before, and reads in the same transaction what the leaves must follow on. A log that is broken closes, and what it
   * should have told waits: it must not keep a kill from the page.
   */
  async function logStatements(
    client: pg.Client,
    before: readonly Statement[],
    acts: readonly LeafDraft[],
  ): Promise<Statement[]> {
    const queries = signers.length === 0 ? [] : appendQueries(acts);
    const answers = await everyAnswer(atOnce(client, [...before, ...queries]));
    if (signers.length === 0) return acts.map(waitingStatement);
    try {
      return appendStatements(signers, acts, answers.slice(before.length));
    } catch (error) {
      if (!(error instanceof StetError) || error.code !== 'log-broken') throw error;
      signers = [];
      logClosed(error.message);
      return acts.map(waitingStatement);
    }
  }
}

const BEGIN: Statement = { sql: 'BEGIN', params: [] };
const COMMIT: Statement = { sql: 'COMMIT', params: [] };

/** Written to the socket together: a write for each statement cost as much as making the statements. */
function atOnce(client: pg.Client, statements: readonly Statement[]): Promise<{ rows: SqlRow[] }>[] {
  client.connection.stream.cork();
  try {
    return statements.map(({ sql, params }) =>
      client.query<SqlRow>({ text: numbered(sql), values: [...params], name: name(sql) }),
    );
  } finally {
    client.connection.stream.uncork();
  }
}

/** Waits for all, so that nothing is under way when the first failure is thrown. */
async function everyAnswer(answers: readonly Promise<{ rows: SqlRow[] }>[]): Promise<SqlRow[][]> {
  const settled = await Promise.allSettled(answers);
  return settled.map((answer) => {
    if (answer.status === 'rejected') throw answer.reason;
    return answer.value.rows;
  });
}

interface WriterConnection {
  readonly client: pg.Client;
  readonly lost: boolean;
  end(): Promise<void>;
}

/** pg's pipeline mode, which its types don't know yet. */
type PipelinedConfig = pg.ClientConfig & { readonly pipeline: true };

async function connect(config: pg.ClientConfig): Promise<WriterConnection> {
  const pipelined: PipelinedConfig = { ...config, pipeline: true };
  const client = new pg.Client(pipelined);
  const state = { client, lost: false, end: () => client.end() };
  client.on('error', () => {
    state.lost = true;
  });
  client.on('end', () => {
    state.lost = true;
  });
  try {
    await client.connect();
    // A commit that has not reached the disk is not acknowledged, whatever the server's default is.
    await client.query('SET synchronous_commit = on');
    // Bodies and word lists are packed as they are stored: with pglz, the older of the two ways, that is a fifth of the server's work.
    await client.query(
      `SELECT set_config(name, 'lz4', false) FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)`,
    );
    const locked = await client.query<{ ok: boolean }>('SELECT pg_try_advisory_lock($1) AS ok', [LOCK_KEY]);
    if (locked.rows[0]?.ok === true) return state;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw storeError(error);
  }
  const holder = await lockHolder(client);
  await client.end();
  throw new StetError(
    'store-locked',
    `Another process already writes to this database: ${holder}. Stop it first.`,
    { holder },
  );
}

async function lockHolder(client: pg.Client): Promise<string> {
  const found = await client.query<{ application_name: string; client_addr: string | null }>(
    `SELECT a.application_name, a.client_addr::text FROM pg_locks l JOIN pg_stat_activity a USING (pid)
     WHERE l.locktype = 'advisory' AND l.objid = $1 AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    [LOCK_KEY],
  );
  const row = found.rows[0];
  if (row === undefined) return 'unknown (it has just gone)';
  const [program, pid] = row.application_name.split(' ');
  return `${program ?? 'unknown'} with pid ${pid ?? 'unknown'} on ${row.client_addr ?? 'this machine'}`;
}

const texts = new Map<string, { text: string; name: string }>();

/** `?` becomes `$1`, `$2` …: none of the program's SQL has a question mark elsewhere. */
function numbered(sql: string): string {
  return lookUp(sql).text;
}

/** A name makes the server keep the parsed statement. */
function name(sql: string): string {
  return lookUp(sql).name;
}

function lookUp(sql: string): { text: string; name: string } {
  const known = texts.get(sql);
  if (known !== undefined) return known;
  let n = 0;
  const made = { text: sql.replaceAll('?', () => `$${++n}`), name: `s${texts.size}` };
  texts.set(sql, made);
  return made;
}

/** BIGINT as a number: sequence numbers and sizes stay far below 2^53. */
function typeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  return oid === INT8 ? Number : pg.types.getTypeParser(oid, format);
}

/** disk_full and its kin in SQLSTATE class 53. */
const FULL = new Set(['53100', '53200']);

function storeError(error: unknown): StetError {
  if (error instanceof StetError) return error;
  const { message, code } = error as { message?: string; code?: string };
  const text = message === undefined || message === '' ? String(error) : message;
  return FULL.has(code ?? '')
    ? new StetError(
        'store-full',
        `The database server is out of space (${text}). Nothing acknowledged was lost.`,
        { sqlstate: code ?? null },
      )
    : new StetError('store-failed', `The database refused: ${text}`, { sqlstate: code ?? null });
}
