// wire-record/1: what a leaf commits to, kept beside the article and erased with it. The salt keeps anyone who has only the leaf from
// trying out guesses.

import { toHex, utf8 } from './bytes.ts';
import type { LogCrypto } from './crypto.ts';
import { type Fields, formatFields, isHash, isHashOrEmpty, isText, isTime, parseFields } from './fields.ts';

export interface WireRecord {
  readonly v: 'wire-record/1';
  /** 32 random bytes, hexadecimal, new for every record. */
  readonly salt: string;
  readonly guid: string;
  readonly provider: string;
  /** The agency's; empty where it gives none. */
  readonly version: string;
  /** `usable`, `withheld` or `canceled`, as the agency says. */
  readonly status: string;
  readonly kind: string;
  /** How the bytes came: `poll`, `folder`, `push`. */
  readonly transport: string;
  /** When they came, milliseconds since 1970 UTC. */
  readonly fetched: number;
  /** SHA-256 of the arrival's bytes. */
  readonly raw_sha256: string;
  /** As the bytes were decoded; empty where the format has none. */
  readonly charset: string;
  /** The format by which the text was taken out of the bytes. */
  readonly profile: string;
  /** SHA-256 of the canonical text (wire-text/1); this and the next two are empty where nothing is shown. */
  readonly text_sha256: string;
  readonly html_sha256: string;
  readonly headline_sha256: string;
  /** The post's path on the site. */
  readonly path: string;
  /** Why, for acts that give a reason, such as a takedown's code. */
  readonly reason: string;
  readonly reference: string;
}

/** UTF-16 code units. Most records are under 2,000; an agency's guid has no limit of its own. */
export const LONGEST_RECORD = 262_144;

const FIELDS: Fields<WireRecord> = {
  v: (value) => value === 'wire-record/1',
  salt: isHash,
  guid: isText,
  provider: isText,
  version: isText,
  status: isText,
  kind: isText,
  transport: isText,
  fetched: isTime,
  raw_sha256: isHash,
  charset: isText,
  profile: isText,
  text_sha256: isHashOrEmpty,
  html_sha256: isHashOrEmpty,
  headline_sha256: isHashOrEmpty,
  path: isText,
  reason: isText,
  reference: isText,
};
const FORM = { fields: FIELDS, code: 'log-record-wrong', longest: LONGEST_RECORD };

/** @throws {StetError} `log-record-wrong` with the fact `key`, such as for a lone surrogate in a guid. */
export const formatRecord = (record: WireRecord): string => formatFields(record, FORM);

/** @throws {StetError} `log-record-wrong` with the fact `key`, `null` when the text is no canonical JSON. */
export const parseRecord = (text: string): WireRecord => parseFields(text, FORM);

/** What the leaf's `record` must be: SHA-256 of the text's UTF-8, hexadecimal. */
export const recordHash = (crypto: LogCrypto, recordText: string): string =>
  toHex(crypto.sha256(utf8(recordText)));
