// The items of a JSON document, one by one: from a list, from a list inside a wrapper, or the document itself. What makes an item
// unreadable costs that item and no other.

import type { Warning } from '../../model/item.ts';
import type { ParseContext, ParseFailure, ParseStep } from '../../model/parse-result.ts';
import { type Decoded, damageIn } from '../charset.ts';
import { failure, failureOf, failureStep, type Place, placeFinder } from '../failure.ts';
import type { ItemPlace } from '../item.ts';
import { Fields, type Members } from './fields.ts';
import { type Doubled, isObject, type JsonValue, offsetOfMember, readJson } from './reader.ts';

/** Where items may stand, and how one is read. */
export interface JsonFormat {
  /** See `Streamed`; `top` holds the members of the top level that came before. */
  isList(path: string, top: Members): boolean;
  /** Reads one item. @throws {StetError} with a place where it cannot be read. */
  read(fields: Fields, place: ItemPlace): ParseStep;
  /** What is left of an item that could not be read, where it stops a story; see `buildStop`. */
  stop(fields: Fields, wrong: Warning, place: ItemPlace): ParseStep | null;
}

interface Found {
  readonly value: JsonValue;
  readonly start: number;
  readonly end: number;
  readonly doubled: Doubled | null;
}

const NOTHING_REPEATED: ReadonlySet<string> = new Set();

/**
 * Yields a step for each item. Failure codes besides those of `format.read`: `json-not-well-formed`, `json-wrong-type`,
 * `json-duplicate-key`, `too-deep`, `too-many-items`, `item-too-long`, `charset-undecodable`.
 */
export function* readJsonItems(
  decoded: Decoded,
  context: ParseContext,
  format: JsonFormat,
): Generator<ParseStep, void> {
  const walk = new Walk(decoded, context, format);
  try {
    yield* walk.steps();
  } catch (error) {
    yield failureStep(failureOf(error));
  }
}

class Walk {
  readonly #decoded: Decoded;
  readonly #context: ParseContext;
  readonly #format: JsonFormat;
  #finder: ((offset: number) => Place) | null = null;
  #index = 0;

  constructor(decoded: Decoded, context: ParseContext, format: JsonFormat) {
    this.#decoded = decoded;
    this.#context = context;
    this.#format = format;
  }

  *steps(): Generator<ParseStep, void> {
    const { text } = this.#decoded;
    const { limits } = this.#context;
    const top = new Map<string, JsonValue>();
    let doubled: Doubled | null = null;
    let listed = false;
    const isList = (path: string): boolean => this.#format.isList(path, top);
    for (const part of readJson(text, isList, limits.depth)) {
      if (part.type === 'list') listed = true;
      else if (part.type === 'member') {
        top.set(part.key, part.value);
        doubled ??= part.doubled;
      } else if (this.#index >= limits.items) {
        const message = `more than ${limits.items} items; the rest was not read`;
        yield failureStep(failure('too-many-items', message, this.#placeAt(part.start)));
        return;
      } else yield this.#step(part);
    }
    if (listed) return;
    const start = Math.max(0, text.search(/[^\s\ufeff]/));
    yield this.#step({ value: { members: top, doubled: [] }, start, end: text.length, doubled });
  }

  /** Lines are counted only where something is wrong. */
  #placeAt(offset: number): Place {
    this.#finder ??= placeFinder(this.#decoded.text);
    return this.#finder(offset);
  }

  #step(found: Found): ParseStep {
    const index = this.#index++;
    const problem = this.#problemOf(found, index);
    if (problem !== null) return failureStep(problem);
    if (!isObject(found.value)) throw new Error('unreachable: the problem says so');
    const { members } = found.value;
    const { text } = this.#decoded;
    const placeOfMember = (path: readonly string[]) => this.#placeAt(offsetOfMember(text, found.start, path));
    const at = () => this.#placeAt(found.start);
    const place = { index, at, repeated: NOTHING_REPEATED };
    const fields = () => new Fields(members, placeOfMember);
    const step = this.#read(fields(), place);
    if (step.type === 'item') return step;
    const { code, message } = step.failure;
    const wrong = { code, message: `read only as a stop: ${message}` };
    return this.#format.stop(fields(), wrong, place) ?? step;
  }

  #read(fields: Fields, place: ItemPlace): ParseStep {
    try {
      return this.#format.read(fields, place);
    } catch (error) {
      return failureStep({ ...failureOf(error), index: place.index });
    }
  }

  /** Why what stands in an item's place is none, or `null`. */
  #problemOf({ value, start, end, doubled }: Found, index: number): ParseFailure | null {
    const fail = (code: string, message: string, offset = start) =>
      failure(code, message, this.#placeAt(offset), index);
    if (!isObject(value)) return fail('json-wrong-type', 'an item is not an object');
    const { itemText } = this.#context.limits;
    if (end - start > itemText) return fail('item-too-long', `longer than ${itemText} code units`);
    const damage = damageIn(this.#decoded, start, end);
    if (damage !== undefined)
      return fail('charset-undecodable', `byte ${damage.byte} is not UTF-8`, damage.offset);
    if (doubled === null) return null;
    return fail('json-duplicate-key', `${JSON.stringify(doubled.key)} stands twice`, doubled.offset);
  }
}
