// Where transports keep their state between runs: in memory for reading, in the database for the next start.

import type { SourceId } from '../model/ids.ts';
import { newSourceState, type SourceState, type SourceStates } from '../model/source-state.ts';
import type { Database } from './database.ts';

export async function openSourceStates(db: Database): Promise<SourceStates> {
  const rows = await db.query('SELECT source, body FROM source_state');
  const states = new Map<string, SourceState>();
  for (const row of rows) {
    const saved = JSON.parse(String(row.body)) as SourceState;
    // A state saved by an earlier version may lack newer keys.
    states.set(String(row.source), { ...newSourceState(saved.source), ...saved });
  }
  return {
    get: (source: SourceId) => states.get(source) ?? newSourceState(source),
    async save(state) {
      states.set(state.source, state);
      await db.transact([
        {
          sql: 'INSERT INTO source_state (source, body) VALUES (?, ?) ON CONFLICT (source) DO UPDATE SET body = excluded.body',
          params: [state.source, JSON.stringify(state)],
        },
      ]);
    },
  };
}
