// What a person does at the desk: the words that the buttons, the API and the flow share.

import type { ItemId, Seq } from './ids.ts';

/** What a person at the desk can do to an item. */
export const DESK_ACTS = ['release', 'hold', 'spike', 'review'] as const;
export type DeskAct = (typeof DESK_ACTS)[number];

/**
 * Carries an act out; durable when it resolves.
 * @param by the person's name.
 * @param version the version the person saw: what came in meanwhile is not acted on unseen.
 * @throws {StetError} `item-unknown`, `taken-down`, `version-changed`, `not-verbatim`, `never-published`, `not-public`; `store-full`,
 * `store-failed`.
 */
export type DeskActs = (item: ItemId, act: DeskAct, by: string, version: Seq) => Promise<void>;
