// What is published about the configuration is what the program checks with.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { jsonSchemaText } from '../../src/config/json-schema.ts';

const docs = (name: string): string => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');

it('docs/stet.schema.json is current (otherwise run: npm run schema)', () => {
  expect(docs('stet.schema.json')).toBe(jsonSchemaText());
});

it('docs/configuration.md names every key', () => {
  const text = docs('configuration.md');
  const missing = [...keysOf(JSON.parse(jsonSchemaText()))].filter(
    (key) => !new RegExp(`\`[a-z[\\].]*\\b${key}\``).test(text),
  );
  expect(missing).toEqual([]);
});

/** Names of all properties anywhere in a JSON Schema. */
function keysOf(schema: unknown): Set<string> {
  const keys = new Set<string>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [name, value] of Object.entries(node)) {
      if (name === 'properties') for (const key of Object.keys(value)) keys.add(key);
      visit(value);
    }
  };
  visit(schema);
  return keys;
}
