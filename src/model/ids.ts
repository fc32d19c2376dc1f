// Branded identifiers. A string becomes one of these only through the functions below, so that a guid can never be
// passed where an item id is meant.

declare const brand: unique symbol;
type Branded<Base, Name extends string> = Base & { readonly [brand]: Name };

/** A configured source's id, as written in `stet.yaml`: lower-case letters, digits, `-` and `_`, at most 64. */
export type SourceId = Branded<string, 'SourceId'>;
/** Lower-case hexadecimal SHA-256, 64 characters. */
export type Sha256 = Branded<string, 'Sha256'>;
/** A ledger sequence number: 1, 2, 3 … without meaning beyond order. */
export type Seq = Branded<number, 'Seq'>;
/** An arrival is named by the sequence number of its ledger entry. */
export type ArrivalId = Seq;
/** 16 hexadecimal characters: the head of SHA-256 over provider, NUL, guid. The same story has the same id anywhere. */
export type ItemId = Branded<string, 'ItemId'>;

const SOURCE_ID = /^[a-z0-9][a-z0-9_-]{0,63}$/;
const SHA256 = /^[0-9a-f]{64}$/;
const ITEM_ID = /^[0-9a-f]{16}$/;

export const isSourceId = (value: string): value is SourceId => SOURCE_ID.test(value);
export const isSha256 = (value: string): value is Sha256 => SHA256.test(value);
export const isItemId = (value: string): value is ItemId => ITEM_ID.test(value);

/** @throws {TypeError} when the value is not a source id. */
export function sourceId(value: string): SourceId {
  if (!isSourceId(value)) throw new TypeError(`not a source id: ${JSON.stringify(value)}`);
  return value;
}

/** @throws {TypeError} when the value is not 64 lower-case hexadecimal characters. */
export function sha256Hex(value: string): Sha256 {
  if (!isSha256(value)) throw new TypeError(`not a SHA-256 in hexadecimal: ${JSON.stringify(value)}`);
  return value;
}

/** @throws {TypeError} when the value is not an item id. */
export function itemId(value: string): ItemId {
  if (!isItemId(value)) throw new TypeError(`not an item id: ${JSON.stringify(value)}`);
  return value;
}

/** @throws {TypeError} when the value is not a positive integer. */
export function seq(value: number): Seq {
  if (!Number.isSafeInteger(value) || value < 1)
    throw new TypeError(`not a ledger sequence number: ${value}`);
  return value as Seq;
}
