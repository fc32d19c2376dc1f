// What takedowns keep from coming back, in memory: the items, and the digests by which their stories are known under other names.

import { blockedAs } from '../desk/erased.ts';
import type { LedgerReader } from '../ledger/reader.ts';
import type { LedgerWriter } from '../ledger/writer.ts';
import type { Entry } from '../model/facts.ts';
import type { ItemId, Seq, Sha256 } from '../model/ids.ts';
import type { ParsedItem } from '../model/item.ts';

export interface TakenDown {
  /** Resolves when every takedown of earlier days is known. */
  ready(): Promise<void>;
  /** The takedown that an item which was read falls under; `null` for none. */
  under(item: { readonly id: ItemId; readonly digest: Sha256; readonly parsed: ParsedItem }): Seq | null;
  /** The takedown of one of these items. */
  amongItems(items: ReadonlySet<ItemId>): Seq | null;
}

export function openTakenDown(reader: LedgerReader, writer: Pick<LedgerWriter, 'subscribe'>): TakenDown {
  const items = new Map<ItemId, Seq>();
  const blocks = new Map<Sha256, Seq>();
  writer.subscribe(take);
  let reading: Promise<void> | null = null;

  return {
    ready() {
      reading ??= reader.takedowns().then(
        (entries) => entries.forEach(take),
        (error: unknown) => {
          reading = null;
          throw error;
        },
      );
      return reading;
    },
    under({ id, digest, parsed }) {
      const own = items.get(id);
      if (own !== undefined || blocks.size === 0) return own ?? null;
      return first(blockedAs(digest, parsed), blocks);
    },
    amongItems: (ids) => first(items.size === 0 ? [] : ids, items),
  };

  function take({ seq, fact }: Entry): void {
    if (fact.type !== 'takedown') return;
    items.set(fact.item, seq);
    for (const digest of fact.blocks) blocks.set(digest, seq);
  }
}

function first<K>(keys: Iterable<K>, found: ReadonlyMap<K, Seq>): Seq | null {
  for (const key of keys) {
    const seq = found.get(key);
    if (seq !== undefined) return seq;
  }
  return null;
}
