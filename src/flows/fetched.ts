// How a version's bytes came in, for the record that the log commits to.

import type { LedgerReader } from '../ledger/reader.ts';
import type { Fetched } from '../log/acts.ts';
import type { ArrivalId } from '../model/ids.ts';

export async function fetchedHow(ledger: LedgerReader, arrival: ArrivalId): Promise<Fetched> {
  const [came, parsed] = await Promise.all([ledger.arrival(arrival), ledger.parsed(arrival)]);
  return { transport: came?.fact.transport ?? '', charset: parsed?.fact.charset ?? null };
}
