// The published JSON Schema is the one that the program checks with.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { jsonSchemaText } from '../../src/config/json-schema.ts';

it('docs/stet.schema.json is current (otherwise run: npm run schema)', () => {
  const published = readFileSync(new URL('../../docs/stet.schema.json', import.meta.url), 'utf8');
  expect(published).toBe(jsonSchemaText());
});
