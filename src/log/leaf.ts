// wire-leaf/1: what the public log says, for good, of one act the public could see. No guid, URL, headline or name: those may be what a
// court orders removed. `record` commits to all of that, and can't be guessed without the record's salt.

import { StetError } from '../model/errors.ts';
import { type Fields, formatFields, isCount, isHash, isText, isTime, parseFields } from './fields.ts';

export const LEAF_KINDS = [
  'publish',
  'correct',
  'kill',
  'withhold',
  'review',
  'takedown',
  'restore',
  'expire',
  'key',
] as const;

export type LeafKind = (typeof LEAF_KINDS)[number];

export interface Leaf {
  /** 32 hexadecimal digits drawn at random when the item was first published; the same in all its leaves. */
  readonly item: string;
  readonly kind: LeafKind;
  /** When the act was logged, milliseconds since 1970 UTC. */
  readonly logged: number;
  /** Index of the item's leaf before this one; -1 for its first. */
  readonly prev: number;
  /** When the bytes that led to it arrived; the time of the act itself where a person acted. Never after `logged`. */
  readonly received: number;
  /** SHA-256 of the record, hexadecimal. */
  readonly record: string;
  /** The source's id. */
  readonly src: string;
  readonly v: 'wire-leaf/1';
  /** Which of the item's texts was shown, from 1. */
  readonly ver: number;
}

/** The item of the leaves about the log's own keys. */
export const KEY_ITEM = '0'.repeat(32);
export const KEY_SOURCE = 'stet';
/** UTF-16 code units, which are bytes here: leaves are ASCII. */
export const LONGEST_LEAF = 512;

const FIELDS: Fields<Leaf> = {
  item: (value): value is string => isText(value) && /^[0-9a-f]{32}$/.test(value),
  kind: (value): value is LeafKind => LEAF_KINDS.some((kind) => kind === value),
  logged: isTime,
  prev: (value): value is number => value === -1 || isCount(value),
  received: isTime,
  record: isHash,
  src: (value): value is string => isText(value) && /^[a-z0-9][a-z0-9_-]{0,63}$/.test(value),
  v: (value) => value === 'wire-leaf/1',
  ver: isCount,
};
const FORM = { fields: FIELDS, code: 'log-leaf-wrong', longest: LONGEST_LEAF };

/** The log entry. @throws {StetError} `log-leaf-wrong` with the fact `key`. */
export function formatLeaf(leaf: Leaf): string {
  checkTogether(leaf);
  return formatFields(leaf, FORM);
}

/** @throws {StetError} `log-leaf-wrong` with the fact `key`, `null` when the text is no canonical JSON. */
export function parseLeaf(text: string): Leaf {
  const leaf = parseFields(text, FORM);
  checkTogether(leaf);
  return leaf;
}

function checkTogether(leaf: Leaf): void {
  const isKey = leaf.kind === 'key';
  const key =
    (leaf.received > leaf.logged && 'received') ||
    ((leaf.item === KEY_ITEM) !== isKey && 'item') ||
    (isKey && leaf.src !== KEY_SOURCE && 'src') ||
    ((leaf.ver === 0) !== isKey && 'ver');
  if (key !== false) {
    throw new StetError('log-leaf-wrong', `this leaf contradicts itself at ${key}`, {
      problem: 'contradiction',
      key,
    });
  }
}
