// The members of one JSON object as the formats ask for them. `null` and absent are the same; a value of a wrong type stops the
// item with its place, since half of an item is not what was sent.

import type { Warning } from '../../model/item.ts';
import { type Place, problem } from '../failure.ts';
import { line } from '../html-text.ts';
import { isArray, isNumber, isObject, type JsonValue } from './reader.ts';

export type Members = ReadonlyMap<string, JsonValue>;

type PlaceOfMember = (path: readonly string[]) => Place;

/** Of one item. */
const MOST_WARNINGS = 100;

export class Fields {
  readonly members: Members;
  /** Shared with the fields of inner objects. */
  readonly warnings: Warning[];
  readonly #placeOf: PlaceOfMember;
  readonly #path: readonly string[];
  readonly #folds: boolean;
  /** Keys as written, by their lower case, where the two differ. */
  #written: Map<string, string> | null = null;

  /** `folds`: keys are asked for in lower case, and so are those of inner objects. @throws {StetError} `json-duplicate-key` */
  constructor(
    members: Members,
    placeOf: PlaceOfMember,
    warnings: Warning[] = [],
    path: readonly string[] = [],
    folds = false,
  ) {
    this.#placeOf = placeOf;
    this.warnings = warnings;
    this.#path = path;
    this.#folds = folds;
    this.members = folds ? this.#folded(members) : members;
  }

  /** The same members, asked for in lower case. @throws {StetError} `json-duplicate-key` where two differ in case alone */
  inLowerCase(): Fields {
    return new Fields(this.members, this.#placeOf, this.warnings, this.#path, true);
  }

  #folded(members: Members): Members {
    let differ = false;
    for (const key of members.keys()) if (key !== key.toLowerCase()) differ = true;
    if (!differ) return members;
    const folded = new Map<string, JsonValue>();
    this.#written = new Map();
    for (const [key, value] of members) {
      const lower = key.toLowerCase();
      if (lower !== key) this.#written.set(lower, key);
      if (folded.has(lower)) {
        const message = `${shown(lower)} stands twice, in different case`;
        throw problem('json-duplicate-key', message, this.#placeOf([...this.#path, key]));
      }
      folded.set(lower, value);
    }
    return folded;
  }

  /** A key as it was written. */
  asWritten(key: string): string {
    return this.#written?.get(key) ?? key;
  }

  has(key: string): boolean {
    const value = this.members.get(key);
    return value !== undefined && value !== null;
  }

  /** A string as it stands. A number is read as written, with a warning. @throws {StetError} `json-wrong-type` */
  text(key: string): string | null {
    const value = this.members.get(key);
    if (typeof value === 'string') return value;
    if (value === undefined || value === null) return null;
    if (!isNumber(value)) return this.refuse(key, 'is not a string');
    this.warnLoose(`${this.#name(key)} is a number where the format has a string`);
    return value.number;
  }

  /** A string with something in it, trimmed. @throws {StetError} `json-wrong-type` */
  word(key: string): string | null {
    return this.text(key)?.trim() || null;
  }

  /** A string as one line of plain text. @throws {StetError} `json-wrong-type` */
  line(key: string): string | null {
    return line(this.text(key) ?? '');
  }

  /** A string or a number, as written. @throws {StetError} `json-wrong-type` */
  written(key: string): string | null {
    const value = this.members.get(key);
    return isNumber(value) ? value.number : this.word(key);
  }

  /** A whole number from `least` to `most`, also in a string; else `null`, with a warning where there was something. */
  integer(key: string, least: number, most: number): number | null {
    const written = this.written(key);
    if (written === null) return null;
    const value = /^-?\d{1,15}$/.test(written) ? Number(written) : Number.NaN;
    if (value >= least && value <= most) return value;
    this.warn('number-out-of-range', `${this.#name(key)} is ${shown(written)}, not ${least} to ${most}`);
    return null;
  }

  /** @throws {StetError} `json-wrong-type` */
  object(key: string): Fields | null {
    const value = this.members.get(key);
    if (value === undefined || value === null) return null;
    return isObject(value) ? this.#inner(value.members, key) : this.refuse(key, 'is not an object');
  }

  /** The objects of an array; one that stands alone is read, with a warning. @throws {StetError} `json-wrong-type` */
  objects(key: string): Fields[] {
    const value = this.members.get(key);
    if (value === undefined || value === null) return [];
    if (isObject(value)) {
      this.warnLoose(`${this.#name(key)} is an object where the format has an array`);
      return [this.#inner(value.members, key)];
    }
    if (!isArray(value)) return this.refuse(key, 'is not an array');
    const found: Fields[] = [];
    const path = this.#pathOf(key);
    for (const one of value) {
      if (one === null) continue;
      if (!isObject(one)) this.refuse(key, 'holds what is not an object');
      found.push(new Fields(one.members, this.#placeOf, this.warnings, path, this.#folds));
    }
    return found;
  }

  /** The strings of an array, or one that stands alone; other values are passed over with a warning. */
  strings(key: string): string[] {
    const value = this.members.get(key);
    if (value === undefined || value === null) return [];
    const values = isArray(value) ? value : [value];
    const strings = values.filter((one) => typeof one === 'string');
    if (strings.length < values.length)
      this.warnLoose(`${this.#name(key)} holds what is not a string; it was passed over`);
    return strings.flatMap((one) => line(one) ?? []);
  }

  /** Members that are objects, by their keys; for objects whose keys are names. Other values are passed over. */
  entries(): [string, Fields][] {
    return [...this.members].flatMap(([key, value]): [string, Fields][] =>
      isObject(value) ? [[key, this.#inner(value.members, key)]] : [],
    );
  }

  /** Says it once. */
  warn(code: string, message: string): void {
    const said = this.warnings.some((warning) => warning.code === code && warning.message === message);
    if (!said && this.warnings.length < MOST_WARNINGS) this.warnings.push({ code, message });
  }

  warnLoose(message: string): void {
    this.warn('json-loose-type', message);
  }

  refuse(key: string, what: string, code = 'json-wrong-type'): never {
    throw problem(code, `${this.#name(key)} ${what}`, this.#placeOf(this.#pathOf(key)));
  }

  #inner(members: Members, key: string): Fields {
    return new Fields(members, this.#placeOf, this.warnings, this.#pathOf(key), this.#folds);
  }

  #pathOf(key: string): readonly string[] {
    return [...this.#path, this.asWritten(key)];
  }

  #name(key: string): string {
    return this.#pathOf(key)
      .map((part) => shown(part))
      .join('.');
  }
}

/** What an agency wrote, short enough for a message. */
export const shown = (written: string): string =>
  /^[\w$@-]{1,60}$/.test(written) ? written : JSON.stringify(written.slice(0, 60));
