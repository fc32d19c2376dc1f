// What happens by the clock alone: embargoes end and expired stories leave. The times are rows beside the items, so a restart knows them;
// the clock is asked again and again, so that one that was set, or a machine that slept, makes nothing late by more than the next look.

import { decide } from '../desk/decide.ts';
import { dueAt, isEmbargoed } from '../desk/due.ts';
import type { ItemState } from '../desk/item-state.ts';
import { isFact } from '../ledger/entries.ts';
import type { DecisionFact, Entry, Reason, VersionFact } from '../model/facts.ts';
import type { ItemId } from '../model/ids.ts';
import type { Section } from '../model/site.ts';
import type { Source } from '../model/source.ts';
import { isoTime, type Timers } from '../sources/clock.ts';
import { readStates } from '../views/desk-reader.ts';
import { clearDue, dueItems } from '../views/due.ts';
import { type AppendOptions, appendDecision } from './append-decision.ts';
import type { KeyedLock } from './keyed-lock.ts';
import { settingsDigest } from './settings-digest.ts';

export interface KeepTimeOptions extends AppendOptions {
  readonly sources: readonly Source[];
  readonly sections: readonly Section[];
  /** Shared with intake and desk. */
  readonly itemLock: KeyedLock;
  /** Why the public log can't be signed; `null` while all is well. */
  readonly logTrouble: () => string | null;
}

/** Items decided on in one look; the others have theirs at once after it. */
const BATCH = 100;
/** Milliseconds between two looks, and after one that came to nothing. */
const LOOK_EVERY = 250;
const RETRY_AFTER = 2_000;

/**
 * Decides again on everything whose time has come.
 * @returns how many items there were. Rejects, after the last, with the first failure.
 */
export async function decideDue(options: KeepTimeOptions): Promise<number> {
  const { db, now, itemLock } = options;
  let decided = 0;
  const failed: unknown[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const items: readonly ItemId[] = await dueItems(db, isoTime(now()), after, BATCH);
    for (const item of items) {
      try {
        if (await itemLock.run([item], () => decideAgain(item, options))) decided++;
      } catch (error) {
        // What is wrong with one item must not keep another's embargo from ending.
        failed.push(error);
      }
    }
    after = items.length === BATCH ? (items.at(-1) ?? null) : null;
  }
  if (failed.length > 0) throw failed[0];
  return decided;
}

async function decideAgain(item: ItemId, options: KeepTimeOptions): Promise<boolean> {
  const { db, now, logTrouble } = options;
  const state = (await readStates(db, [item])).get(item);
  const current = await versionOf(state, options);
  const due = state === undefined || current === null ? null : dueAt(state, current);
  if (state === undefined || current === null || due === null) {
    await db.transact([clearDue(item)]);
    return false;
  }
  const source = options.sources.find(({ id }) => id === current.fact.source);
  // A source that is no longer configured has no rules: its stories stay as they are until it comes back, or a person decides.
  if (due > isoTime(now()) || source === undefined) return false;
  // What can't be proved is not published, and is asked about again; what must leave leaves.
  if (logTrouble() !== null && isEmbargoed(state)) return false;
  await appendDecision(options, state, current, decisionOn(state, current, source, due, options));
  return true;
}

async function versionOf(
  state: ItemState | undefined,
  { reader }: KeepTimeOptions,
): Promise<Entry<VersionFact> | null> {
  const version = state?.decision?.version;
  const entry = version === undefined ? null : await reader.entry(version);
  return entry !== null && isFact('version')(entry) ? entry : null;
}

function decisionOn(
  state: ItemState,
  { seq, fact }: Entry<VersionFact>,
  source: Source,
  due: string,
  { sections, now, logTrouble }: KeepTimeOptions,
): DecisionFact {
  const { reasons, ...decision } = decide({
    item: state.item,
    parsed: fact.parsed,
    seq,
    arrival: fact.arrival,
    // It takes the place of nothing but itself.
    supersedes: seq,
    state,
    source,
    sections,
    now: isoTime(now()),
    beyondFirstRun: false,
    erased: fact.erasedBy !== undefined,
    logTrouble: logTrouble(),
  });
  return {
    type: 'decision',
    source: source.id,
    item: state.item,
    version: seq,
    ...decision,
    reasons: isEmbargoed(state) ? [...reasons, embargoOver(due)] : reasons,
    by: 'rules',
    config: settingsDigest(source),
  };
}

const embargoOver = (at: string): Reason => ({
  code: 'embargo-over',
  message: 'The embargo has ended.',
  detail: at,
});

/** Returns the way to stop. @param failed told of each look that came to nothing; the next one tries again. */
export function keepTime(
  options: KeepTimeOptions,
  timers: Timers,
  failed: (error: unknown) => void,
): () => void {
  let stopped = false;
  let callOff: () => void = () => undefined;
  const look = async (): Promise<void> => {
    let wait = LOOK_EVERY;
    try {
      await decideDue(options);
    } catch (error) {
      wait = RETRY_AFTER;
      if (!stopped) failed(error);
    }
    if (!stopped) callOff = timers.after(wait, look);
  };
  void look();
  return () => {
    stopped = true;
    callOff();
  };
}
