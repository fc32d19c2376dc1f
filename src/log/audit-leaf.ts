// Leaves for an auditor, who reads all of them: the one spelling that a leaf can have is matched as a whole, which is several times as
// quick as taking JSON apart. Whatever does not match goes to `parseLeaf`, so that nothing is accepted here that it would refuse.

import { Buffer } from 'node:buffer';
import { fromUtf8 } from './bytes.ts';
import { KEY_ITEM, LEAF_KINDS, type Leaf, parseLeaf } from './leaf.ts';

/** Numbers of up to 14 and 15 digits are times and counts without a further look. */
const SPELLING = new RegExp(
  '^\\{"item":"([0-9a-f]{32})","kind":"([a-z]+)","logged":(0|[1-9][0-9]{0,13}),"prev":(-1|0|[1-9][0-9]{0,14}),' +
    '"received":(0|[1-9][0-9]{0,13}),"record":"([0-9a-f]{64})","src":"([a-z0-9][a-z0-9_-]{0,63})",' +
    '"v":"wire-leaf/1","ver":([1-9][0-9]{0,14})\\}$',
);

/** @throws {StetError} as `parseLeaf`; `log-utf8-wrong`. */
export function readLeaf(entry: Uint8Array): Leaf {
  // Bytes outside ASCII become letters that the spelling has no place for.
  const text = Buffer.from(entry.buffer, entry.byteOffset, entry.length).toString('latin1');
  return match(text) ?? parseLeaf(fromUtf8(entry));
}

function match(text: string): Leaf | null {
  const found = SPELLING.exec(text);
  if (found === null) return null;
  const [, item = '', kindText, logged, prev, received, record = '', src = '', ver] = found;
  const kind = LEAF_KINDS.find((one) => one === kindText);
  const leaf = { item, logged: Number(logged), prev: Number(prev), received: Number(received), record, src };
  const isPlain = kind !== undefined && kind !== 'key' && item !== KEY_ITEM && leaf.received <= leaf.logged;
  return isPlain ? { ...leaf, kind, v: 'wire-leaf/1', ver: Number(ver) } : null;
}
