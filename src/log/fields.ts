// Objects in canonical JSON whose keys and values are all prescribed, such as leaves and records: read and written by one table.

import { StetError } from '../model/errors.ts';
import { type Canonical, canonicalJson, parseCanonical } from './canonical.ts';

/** For each key, whether a value will do. */
export type Fields<T> = { readonly [Key in keyof T]-?: (value: unknown) => value is T[Key] };

/** What is refused, and in which words. */
export interface Form<T> {
  readonly fields: Fields<T>;
  readonly code: string;
  /** UTF-16 code units. */
  readonly longest: number;
}

/** 9999-12-31T23:59:59.999Z in milliseconds since 1970 UTC. */
const LATEST = 253_402_300_799_999;

export const isText = (value: unknown): value is string => typeof value === 'string' && value.isWellFormed();
/** SHA-256 in lower-case hexadecimal. */
export const isHash = (value: unknown): value is string => isText(value) && /^[0-9a-f]{64}$/.test(value);
export const isHashOrEmpty = (value: unknown): value is string => value === '' || isHash(value);
export const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
/** A whole number of milliseconds since 1970 UTC. */
export const isTime = (value: unknown): value is number => isCount(value) && value <= LATEST;

/**
 * The canonical form of an object.
 * @throws {StetError} the form's code, with the fact `key`: the key that is missing, too many or has a wrong value.
 */
export function formatFields<T extends { readonly [Key in keyof T]: Canonical }>(
  value: T,
  form: Form<T>,
): string {
  assertFields(value, form);
  const text = canonicalJson(value);
  if (text.length > form.longest) throw wrong(form, 'too-long');
  return text;
}

/**
 * The object that this text is the canonical form of.
 * @throws {StetError} the form's code, with the fact `key` as above, `null` when the text as a whole is wrong.
 */
export function parseFields<T extends object>(text: string, form: Form<T>): T {
  if (text.length > form.longest) throw wrong(form, 'too-long');
  const value: object | null = parseCanonical(text);
  if (value === null) throw wrong(form, 'not-canonical');
  assertFields(value, form);
  return value;
}

function assertFields<T extends object>(value: object, form: Form<T>): asserts value is T {
  const members: Readonly<Record<string, unknown>> = { ...value };
  const checks: Readonly<Record<string, (value: unknown) => boolean>> = { ...form.fields };
  for (const [key, holds] of Object.entries(checks)) {
    if (!Object.hasOwn(members, key)) throw wrong(form, 'missing', key);
    if (!holds(members[key])) throw wrong(form, 'value', key);
  }
  const extra = Object.keys(members).find((key) => !Object.hasOwn(checks, key));
  if (extra !== undefined) throw wrong(form, 'unknown-key', extra);
}

function wrong(form: { readonly code: string }, problem: string, key: string | null = null): StetError {
  const where = key === null ? '' : ` at ${JSON.stringify(key)}`;
  return new StetError(form.code, `this is not as prescribed: ${problem}${where}`, { problem, key });
}
