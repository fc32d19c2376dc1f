// Writes docs/stet.schema.json, the JSON Schema of stet.yaml, from the schema that the program checks it with.
// `node scripts/schema.ts`; test/config/schema.test.ts fails when the file is out of date.

import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { jsonSchemaText } from '../src/config/json-schema.ts';

writeFileSync(fileURLToPath(new URL('../docs/stet.schema.json', import.meta.url)), jsonSchemaText());
