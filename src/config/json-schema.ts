// The published JSON Schema of stet.yaml, for editors that complete and check as one types.

import { z } from 'zod';
import { configSchema } from './schema.ts';

const REFERENCE: z.core.JSONSchema.JSONSchema = { type: 'string', pattern: '^\\$\\{.+\\}$' };

/** JSON Schema (draft 2020-12), indented, with a final line break. */
export function jsonSchemaText(): string {
  const schema = z.toJSONSchema(configSchema, {
    io: 'input',
    override: ({ jsonSchema }) => {
      const isNumber = jsonSchema.type === 'integer' || jsonSchema.type === 'number';
      const isSwitch = jsonSchema.type === 'boolean';
      if (!isNumber && !isSwitch) return;
      const plain = { ...jsonSchema };
      for (const key of Object.keys(jsonSchema)) Reflect.deleteProperty(jsonSchema, key);
      jsonSchema.anyOf = [plain, REFERENCE];
    },
  });
  const titled = {
    ...schema,
    title: 'Stet configuration (stet.yaml)',
    description: `Values may be written \${NAME} (from the environment) or \${file:/path} (from a file).`,
  };
  return `${JSON.stringify(titled, null, 2)}\n`;
}
