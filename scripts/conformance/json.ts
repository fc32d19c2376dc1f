// nst/JSONTestSuite against the JSON reader: what begins with y_ is read, with n_ refused with its place, i_ is as it is.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StetError } from '../../src/model/errors.ts';
import { DEFAULT_LIMITS } from '../../src/model/parse-result.ts';
import { decode } from '../../src/parse/charset.ts';
import { readJson } from '../../src/parse/json/reader.ts';
import { Tally } from './tally.ts';

export function checkJsonSuite(root: string): Tally {
  const tally = new Tally('JSONTestSuite');
  const folder = join(root, 'test_parsing');
  for (const name of readdirSync(folder).sort()) checkFile(name, readFileSync(join(folder, name)), tally);
  return tally;
}

function checkFile(name: string, bytes: Buffer, tally: Tally): void {
  const expected = name[0];
  if (expected === 'i') {
    tally.leftOut('i_ (a reader may take it or not)');
    return;
  }
  tally.files += 1;
  const refusal = readDocument(bytes);
  if (expected === 'y' && refusal !== null && isNoContainer(bytes)) {
    tally.leftOut('a single value: no wire sends one');
    return;
  }
  const asExpected =
    (expected === 'y') === (refusal === null) && refusal?.endsWith('without a place') !== true;
  if (asExpected) tally.met();
  else
    tally.missed({
      file: name,
      expectation: expected === 'y' ? 'is read' : 'is refused',
      got: refusal ?? 'read',
    });
}

const isNoContainer = (bytes: Buffer): boolean => !/^\s*[{[]/.test(bytes.toString('utf-8'));

/** Why it was refused; `null` when it was read to its end. */
function readDocument(bytes: Buffer): string | null {
  const decoding = decode(bytes, 'application/json; charset=utf-8');
  if (!decoding.ok) return decoding.failure.code;
  if (decoding.value.damage.length > 0) return 'charset-undecodable';
  try {
    for (const _part of readJson(decoding.value.text, (path) => path === '', DEFAULT_LIMITS.depth));
    return null;
  } catch (error) {
    if (!(error instanceof StetError)) throw error;
    return typeof error.facts.line === 'number'
      ? `${error.code}: ${error.message}`
      : `${error.code} without a place`;
  }
}
