// Public test data that is not part of the project; tests of it are skipped, with the reason printed, where it is absent.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../shared/', import.meta.url));

/** The path of a file or folder of `../shared`, or `null`. */
export function sharedPath(path: string): string | null {
  const full = `${ROOT}${path}`;
  if (existsSync(full)) return full;
  console.warn(`skipped: ../shared/${path} is not there`);
  return null;
}

export interface Vector {
  readonly name: string;
  readonly html: string;
  /** `null`: refused. */
  readonly text: string | null;
}

/** The published vectors of wire-text/1, `[]` where absent. */
export function wireTextVectors(): readonly Vector[] {
  const path = sharedPath('data/wire-text/vectors.json');
  if (path === null) return [];
  const vectors: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return Array.isArray(vectors) ? vectors.filter(isVector) : [];
}

function isVector(value: unknown): value is Vector {
  return typeof value === 'object' && value !== null && 'name' in value && 'html' in value && 'text' in value;
}

/** Markup written to break parsers and sanitizers: payloads and tokenizer inputs, `[]` where absent. */
export function adversarialHtml(): readonly string[] {
  return [...sanitizerPayloads(), ...tokenizerInputs()];
}

function sanitizerPayloads(): string[] {
  const path = sharedPath('data/security/dompurify-half/cases.json');
  return path === null ? [] : stringsUnder(JSON.parse(readFileSync(path, 'utf8')), 'payload');
}

function tokenizerInputs(): string[] {
  const folder = sharedPath('data/security/html5lib-tests/tokenizer');
  if (folder === null) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.test'))
    .flatMap((name) => stringsUnder(JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')), 'input'));
}

function stringsUnder(value: unknown, key: string): string[] {
  if (Array.isArray(value)) return value.flatMap((entry) => stringsUnder(entry, key));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, entry]) =>
    name === key && typeof entry === 'string' ? [entry] : stringsUnder(entry, key),
  );
}
