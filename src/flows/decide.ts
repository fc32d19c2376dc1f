// What a person at the desk does to an item, told from the button to the page.

import type { ItemState } from '../desk/item-state.ts';
import { postPath, sectionOf } from '../desk/placement.ts';
import { isFact } from '../ledger/entries.ts';
import type { DeskAct, DeskActs } from '../model/desk-act.ts';
import { assertNever, StetError } from '../model/errors.ts';
import type { Action, DecisionFact, Entry, Reason, ReviewFact, VersionFact } from '../model/facts.ts';
import type { Seq } from '../model/ids.ts';
import type { Kind } from '../model/item.ts';
import type { Section } from '../model/site.ts';
import type { Source } from '../model/source.ts';
import { readStates } from '../views/desk-reader.ts';
import { type AppendOptions, appendDecision } from './append-decision.ts';
import type { KeyedLock } from './keyed-lock.ts';

export interface DeskActsOptions extends AppendOptions {
  readonly sources: readonly Source[];
  readonly sections: readonly Section[];
  readonly itemLock: KeyedLock;
  /** Why the public log can't be signed; `null` while all is well. */
  readonly logTrouble: () => string | null;
}

export function openDeskActs(options: DeskActsOptions): DeskActs {
  const { db, reader, sources, sections, itemLock, logTrouble } = options;
  return (item, act, by, version) =>
    itemLock.run([item], async () => {
      const state = (await readStates(db, [item])).get(item);
      if (state === undefined) throw new StetError('item-unknown', `There is no item ${item}.`, { item });
      refuseTakenDown(state);
      const seen = await seenVersion(state, version);
      const fact = factOf(act, by, state, seen);
      await appendDecision(options, state, seen, fact);
    });

  async function seenVersion(state: ItemState, version: Seq): Promise<Entry<VersionFact>> {
    const current = state.decision?.version ?? null;
    if (current !== version) {
      throw new StetError(
        'version-changed',
        'A newer version has come in since you opened this item. Look at it and decide again.',
        { item: state.item, version: current },
      );
    }
    const entry = await reader.entry(version);
    if (entry === null || !isFact('version')(entry))
      throw new StetError('item-unknown', `There is no version ${version}.`, { version });
    return entry;
  }

  function factOf(
    act: DeskAct,
    by: string,
    state: ItemState,
    seen: Entry<VersionFact>,
  ): DecisionFact | ReviewFact {
    switch (act) {
      case 'release':
        refuseRelease(seen);
        refuseWithoutLog();
        return decision(state, seen, 'publish', by, {
          code: 'released',
          message: `${by} released this version.`,
          detail: null,
        });
      case 'hold':
        return decision(state, seen, 'hold', by, {
          code: 'held',
          message: `${by} put this item on hold.`,
          detail: null,
        });
      case 'spike':
        return decision(state, seen, 'spike', by, {
          code: 'spiked',
          message: `${by} spiked this item.`,
          detail: null,
        });
      case 'review':
        if (state.shows !== seen.seq) {
          throw new StetError('not-public', 'Only the version that the public sees can be marked as read.', {
            item: state.item,
          });
        }
        refuseWithoutLog();
        return { type: 'review', source: seen.fact.source, item: state.item, version: seen.seq, by };
      default:
        return assertNever(act);
    }
  }

  function refuseWithoutLog(): void {
    const trouble = logTrouble();
    if (trouble === null) return;
    throw new StetError(
      'log-closed',
      `The public log does not match what was signed, so this can't be proved and is not done. ${trouble}`,
    );
  }

  function decision(
    state: ItemState,
    seen: Entry<VersionFact>,
    action: Action,
    by: string,
    reason: Reason,
  ): DecisionFact {
    const source = sources.find((configured) => configured.id === seen.fact.source);
    const publishes = action === 'publish';
    const section = source === undefined ? 'news' : sectionOf(seen.fact.parsed, source, sections);
    return {
      type: 'decision',
      source: seen.fact.source,
      item: state.item,
      version: seen.seq,
      action,
      shows: publishes ? seen.seq : null,
      reasons: [reason],
      by,
      config: null,
      path: publishes ? (state.path ?? postPath(section, seen.fact.parsed, state.item)) : null,
      section: publishes ? (state.section ?? section) : null,
    };
  }
}

function refuseTakenDown({ item, takenDown }: ItemState): void {
  if (takenDown === undefined) return;
  throw new StetError(
    'taken-down',
    `This story was taken down (${takenDown.reason}, ${takenDown.reference}). Nothing can be done with it here any more.`,
    { item },
  );
}

/** Notices, and what is no copy at all. */
const NEVER_PUBLISHED: ReadonlySet<Kind> = new Set<Kind>(['test', 'kill', 'advisory', 'planning', 'concept']);

/** Some things not even a person can release: what is not verbatim, and what is not a story. */
function refuseRelease({ fact: { parsed, erasedBy } }: Entry<VersionFact>): void {
  if (erasedBy !== undefined)
    throw new StetError(
      'taken-down',
      'This version was taken down as another story: nothing of it was kept.',
    );
  if (parsed.refusal !== null) {
    throw new StetError(
      'not-verbatim',
      `This version can't be published as unmodified: ${parsed.refusal.message}`,
      { code: parsed.refusal.code },
    );
  }
  if (NEVER_PUBLISHED.has(parsed.kind)) {
    throw new StetError('never-published', `A ${parsed.kind} is never published.`, { kind: parsed.kind });
  }
}
