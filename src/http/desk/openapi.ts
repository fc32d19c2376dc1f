// Writes the OpenAPI 3.1 description from the table of operations.

import { z } from 'zod';
import { operations } from './operations.ts';
import { pushDescription } from './push-description.ts';
import { errorBody } from './schema.ts';

type Json = Readonly<Record<string, unknown>>;

/** The document that `/openapi.json` serves. */
export function openApiDocument(siteUrl: string): Json {
  const schemas: Record<string, unknown> = {};
  const paths: Record<string, Record<string, Json>> = {};
  paths[pushDescription.path] = { post: pushDescription.operation };
  for (const [operationId, operation] of Object.entries(operations)) {
    const path = operation.path.replaceAll(/:(\w+)/g, '{$1}');
    const described = describe(operationId, operation, schemas);
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: described };
  }
  return {
    openapi: '3.1.1',
    info: { title: 'Stet', version: '1', description: 'Pushing stories in, and the desk’s API.' },
    servers: [{ url: siteUrl }],
    security: [{ session: [] }],
    paths,
    components: {
      schemas,
      securitySchemes: { session: sessionCookie(siteUrl), ...pushDescription.securitySchemes },
    },
  };
}

const sessionCookie = (siteUrl: string): Json => ({
  type: 'apiKey',
  in: 'cookie',
  name: siteUrl.startsWith('https:') ? '__Host-stet' : 'stet',
  description:
    'Set by signing in at /desk/sign-in. Requests that change something state the site as `Origin`.',
});

/** Named schemas go into `named`, where the document keeps them once. */
function describe(
  operationId: string,
  operation: (typeof operations)[keyof typeof operations],
  named: Record<string, unknown>,
): Json {
  const schemaOf = (type: z.ZodType, io: 'input' | 'output'): unknown =>
    hoist(z.toJSONSchema(type, { io }), named);
  const ok = { [operation.type]: { schema: schemaOf(operation.response, 'output') } };
  const failed = { 'application/json': { schema: schemaOf(errorBody, 'output') } };
  return {
    operationId,
    summary: operation.summary,
    parameters: [...parameters(operation.params, 'path'), ...parameters(operation.query, 'query')],
    ...(operation.method === 'POST'
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(operation.body, 'input') } },
          },
        }
      : {}),
    responses: {
      [operation.status]: { description: 'Done', content: ok },
      '4XX': { description: 'Refused; `code` says why', content: failed },
      '5XX': { description: 'Failed; nothing was changed', content: failed },
    },
  };
}

function parameters(type: z.ZodType, where: 'path' | 'query'): Json[] {
  const { properties = {}, required = [] } = z.toJSONSchema(type, { io: 'input' });
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema,
  }));
}

/** Moves `$defs` into `named` and turns the references to them. */
function hoist(schema: Json, named: Record<string, unknown>): unknown {
  const { $schema: _, $defs, ...rest } = schema;
  const turned = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/'));
  Object.assign(named, turned($defs ?? {}));
  return turned(rest);
}
