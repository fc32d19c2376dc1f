// Where transports keep their state between runs: in memory for reading, in the database for the next start.

import type { SourceId } from '../model/ids.ts';
import { newSourceState, type SourceState, type SourceStates } from '../model/source-state.ts';
import type { Database, Statement } from './database.ts';

/** Milliseconds between a note and its being saved. */
const NOTED_FOR = 2_000;

export async function openSourceStates(db: Database): Promise<SourceStates> {
  const rows = await db.query('SELECT source, body FROM source_state');
  const states = new Map<string, SourceState>();
  for (const row of rows) {
    const saved = JSON.parse(String(row.body)) as SourceState;
    // A state saved by an earlier version may lack newer keys.
    states.set(String(row.source), { ...newSourceState(saved.source), ...saved });
  }
  const noted = new Set<SourceId>();
  let timer: NodeJS.Timeout | null = null;
  const upsert = (state: SourceState): Statement => ({
    sql: 'INSERT INTO source_state (source, body) VALUES (?, ?) ON CONFLICT (source) DO UPDATE SET body = excluded.body',
    params: [state.source, JSON.stringify(state)],
  });
  const get = (source: SourceId): SourceState => states.get(source) ?? newSourceState(source);

  return {
    get,
    async save(state) {
      states.set(state.source, state);
      noted.delete(state.source);
      await db.transact([upsert(state)]);
    },
    note(state) {
      states.set(state.source, state);
      noted.add(state.source);
      if (timer === null) timer = setTimeout(saveNoted, NOTED_FOR).unref();
    },
  };

  /** Nothing is lost with a noted state that can't be saved: the arrivals it counts are in the ledger. */
  function saveNoted(): void {
    timer = null;
    const statements = [...noted].map((source) => upsert(get(source)));
    noted.clear();
    db.transact(statements).catch(() => undefined);
  }
}
