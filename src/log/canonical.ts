// The JSON Canonicalization Scheme (RFC 8785) for what leaves and records are made of: objects and arrays of strings and whole numbers.
// Every value has one spelling, so that a hash over the text is a hash over the value.

import { StetError } from '../model/errors.ts';

export type Canonical = string | number | readonly Canonical[] | { readonly [key: string]: Canonical };

const DEEPEST = 16;

/** @throws {StetError} `log-json-wrong` for lone surrogates, fractions, unsafe integers, booleans, null, and values 16 deep. */
export function canonicalJson(value: Canonical): string {
  return write(value, 0);
}

/** The object that this text is the canonical form of; `null` for any other text, and any other spelling of an object. */
export function parseCanonical(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) && write(value, 0) === text ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof StetError) return null;
    throw error;
  }
}

function write(value: unknown, depth: number): string {
  if (depth >= DEEPEST) throw jsonWrong('too-deep');
  if (typeof value === 'string') return writeString(value);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw jsonWrong('number');
    // RFC 8785 §3.2.2.3 writes numbers as ECMAScript does: -0 as 0.
    return String(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => write(item, depth + 1)).join(',')}]`;
  if (!isObject(value)) throw jsonWrong('type');
  // RFC 8785 §3.2.3 sorts by UTF-16 code units, as `sort` does.
  const members = Object.keys(value)
    .sort()
    .map((key) => `${writeString(key)}:${write(value[key], depth + 1)}`);
  return `{${members.join(',')}}`;
}

function writeString(text: string): string {
  if (!text.isWellFormed()) throw jsonWrong('lone-surrogate');
  return JSON.stringify(text);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const jsonWrong = (problem: string): StetError =>
  new StetError('log-json-wrong', `this is not canonical JSON of strings and whole numbers: ${problem}`, {
    problem,
  });
