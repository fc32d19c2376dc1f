// The push operation for `/openapi.json`. What it takes and gives is explained in docs/integrators.md.

import { z } from 'zod';

const reason = z.object({ code: z.string(), message: z.string(), detail: z.string().nullable() });

const receipt = z.object({
  arrival: z.int().describe('Number of the arrival in the ledger'),
  new: z.boolean().describe('False when these bytes had come from this source before'),
  items: z.array(
    z.object({
      id: z.string(),
      guid: z.string(),
      version: z.string().nullable(),
      decision: z.enum(['publish', 'hold', 'keep', 'refuse', 'spike']),
      reasons: z.array(reason),
      url: z.url().nullable(),
    }),
  ),
  itemCount: z.int(),
  failures: z.array(z.object({ id: z.int(), code: z.string(), message: z.string() })),
  failureCount: z.int(),
  quarantine: z.int().nullable().describe('Where the first failure stands in the quarantine'),
});

const refusal = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

const json = (schema: z.ZodType) => {
  const { $schema: _, ...described } = z.toJSONSchema(schema);
  return { 'application/json': { schema: described } };
};

const header = (name: string, description: string) => ({
  name,
  in: 'header',
  required: false,
  description,
  schema: { type: 'string' },
});

/** Path, operation and security schemes of OpenAPI 3.1. */
export const pushDescription = {
  path: '/api/sources/{source}/arrivals',
  operation: {
    operationId: 'push',
    summary: 'Push an arrival; answered when it is durable and decided on',
    security: [{ token: [] }, { signature: [] }],
    parameters: [
      { name: 'source', in: 'path', required: true, schema: { type: 'string' } },
      header('Stet-Guid', 'Identity for formats without one; percent-encoded UTF-8'),
      header('Stet-Version', 'Version for formats without one; percent-encoded UTF-8'),
    ],
    requestBody: { required: true, content: { '*/*': { schema: {} } } },
    responses: {
      201: { description: 'New', content: json(receipt) },
      200: { description: 'Seen before; nothing changed', content: json(receipt) },
      202: { description: 'Kept, but nothing in it was understood', content: json(receipt) },
      '4XX': { description: 'Refused; nothing was kept', content: json(refusal) },
      '5XX': { description: 'Nothing was kept; send it again', content: json(refusal) },
    },
  },
  securitySchemes: {
    token: { type: 'http', scheme: 'bearer' },
    signature: {
      type: 'apiKey',
      in: 'header',
      name: 'Stet-Signature',
      description: 't=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>." followed by the body>',
    },
  },
} as const;
