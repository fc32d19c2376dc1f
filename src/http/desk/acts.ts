// What a person at the desk can do to an item. Carried out by `flows/decide.ts`.

import type { ItemId, Seq } from '../../model/ids.ts';

export const DESK_ACTS = ['release', 'hold', 'spike', 'review'] as const;
export type DeskAct = (typeof DESK_ACTS)[number];

/**
 * Carries an act out; durable when it resolves. `by` is the person's name, `version` the one they saw.
 * @throws {StetError} `version-changed` when another version has come in since; `item-unknown`; `store-full`, `store-failed`; what can't be done, by its code.
 */
export type DeskActs = (item: ItemId, act: DeskAct, by: string, version: Seq) => Promise<void>;
