// The log's own witnesses: the newest checkpoint is cosigned beside publication and swapped in. If as many of them as the quorum asks for say
// that they have seen more of the log than the database knows, or something else, the log was set back, and is closed.

import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from '../ledger/database.ts';
import { cosignStatement } from '../ledger/log-tables.ts';
import { nodeCrypto } from '../log/node-crypto.ts';
import { systemClock, systemTimers } from '../sources/clock.ts';
import type { SourceLog } from '../sources/source-log.ts';
import { openLogHttp } from './log-http.ts';
import type { PublicLog } from './open-log.ts';
import { startWitnessing, type Witnessing } from './witness-client.ts';
import type { WitnessPolicy } from './witness-policy.ts';

export interface LogWitnessing extends Witnessing {
  /** Resolves when every witness was heard once, or after `HEARING`: what they have seen counts before anything new is signed. */
  heard(): Promise<void>;
}

/** Milliseconds that a start waits for witnesses, at most, and between two looks. */
const HEARING = 5_000;
const LOOK = 20;

/**
 * @param cosigned called when a checkpoint has got witnesses' signatures: proofs made before are without them.
 * @throws {StetError} `witness-key-wrong`, `witness-url-wrong`, `witness-policy-wrong`
 */
export function witnessLog(
  { reader, trouble, distrust }: PublicLog,
  policy: WitnessPolicy,
  db: Database,
  logger: SourceLog,
  cosigned: () => void,
): LogWitnessing {
  const http = openLogHttp(systemClock, systemTimers);
  const alarms = new Set<string>();
  const witnessing = startWitnessing({
    policy,
    log: { latest: async () => (trouble() === null ? reader.latest() : null), readNodes: reader.readNodes },
    crypto: nodeCrypto,
    http,
    clock: systemClock,
    timers: systemTimers,
    logger,
    async swapIn({ size, note }) {
      await db.transact([cosignStatement(size, note)]);
      cosigned();
    },
    alarm(error) {
      logger.error({ code: error.code, ...error.facts }, error.message);
      alarms.add(String(error.facts.witness));
      if (alarms.size >= policy.quorum) void distrust(error.message);
    },
  });
  return {
    ...witnessing,
    async heard() {
      const until = performance.now() + HEARING;
      const silent = (): boolean =>
        witnessing.standing().some(({ cosigned, lastError }) => cosigned === null && lastError === null);
      if ((await reader.latest()) === null) return;
      while (silent() && performance.now() < until) await wait(LOOK);
    },
    async close() {
      await witnessing.close();
      await http.close();
    },
  };
}
