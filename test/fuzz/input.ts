// The input of one run: a seed file, mutated some times, and what the caller says of it. All from (seed, run).

import { FORMATS } from '../../src/model/item.ts';
import type { ParseContext } from '../../src/model/parse-result.ts';
import { CONTEXT } from '../parse/support/read.ts';
import type { Seed } from './corpus.ts';
import { BYTE_MUTATIONS, type Mutation } from './mutations/bytes.ts';
import { JSON_MUTATIONS } from './mutations/json.ts';
import { LABEL_MUTATIONS, LINE_MUTATIONS } from './mutations/lines.ts';
import { MARKUP_MUTATIONS } from './mutations/markup.ts';
import { splice } from './mutations/splice.ts';
import { type Random, randomFor } from './random.ts';

export interface FuzzInput {
  /** The seed file that was mutated. */
  readonly name: string;
  readonly bytes: Buffer;
  readonly context: ParseContext;
}

/** A longer input is cut: repeated repetition would let one run stand for a thousand. */
export const LONGEST_INPUT = 256 * 1024;
export const MOST_MUTATIONS = 6;

export function inputOf(seeds: readonly Seed[], seed: number, run: number): FuzzInput {
  const random = randomFor(seed, run);
  const { name, bytes } = random.pick(seeds);
  let file = bytes.toString('latin1');
  if (random.once(12)) file = splice(file, random.pick(seeds).bytes.toString('latin1'), random);
  for (let n = 1 + random.below(MOST_MUTATIONS); n > 0 && file !== ''; n--)
    file = random.pick(mutationsFor(file, random))(file, random).slice(0, LONGEST_INPUT);
  return { name, bytes: Buffer.from(file, 'latin1'), context: contextOf(random) };
}

/** Twice as often what knows the file's structure as what does not. */
function mutationsFor(file: string, random: Random): readonly Mutation[] {
  if (random.once(3)) return BYTE_MUTATIONS;
  if (random.once(6)) return LABEL_MUTATIONS;
  const start = file.slice(0, 64).trimStart();
  if (start.startsWith('{') || start.startsWith('[')) return JSON_MUTATIONS;
  return start.startsWith('<') || start.startsWith('\xef\xbb\xbf<') ? MARKUP_MUTATIONS : LINE_MUTATIONS;
}

const CHARSETS = [null, null, 'utf-8', 'iso-8859-1', 'windows-1252', 'x-none'];
const CONTENT_TYPES = [
  null,
  null,
  null,
  'text/xml',
  'application/json; charset=utf-8',
  'text/html; charset=iso-8859-1',
  'text/plain; charset=x',
];

function contextOf(random: Random): ParseContext {
  return {
    ...CONTEXT,
    format: random.once(12) ? random.pick(FORMATS) : 'auto',
    provider: 'fuzz',
    timezone: random.pick(['UTC', 'Asia/Kolkata', 'Europe/Berlin']),
    language: random.pick([null, 'en', 'de-CH']),
    conventions: [],
    charset: random.pick(CHARSETS),
    emptyEmbargo: random.pick(['hold', 'ignore']),
    contentType: random.pick(CONTENT_TYPES),
    baseUrl: random.pick([null, 'https://wire.example/feed']),
    guid: random.once(20) ? 'given' : null,
    version: random.once(20) ? '7' : null,
  };
}
