// The desk's API as a table: what each operation takes and gives. Routes are registered from it and `/openapi.json` is written from it.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Session } from '../../ledger/accounts.ts';
import type { DESK_ACTS } from '../../model/desk-act.ts';
import { StetError } from '../../model/errors.ts';
import * as schema from './schema.ts';

export interface Operation<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends z.ZodType,
> {
  readonly method: 'GET' | 'POST';
  /** With `:name` for parameters. */
  readonly path: string;
  readonly summary: string;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly response: R;
  readonly status: 200 | 202;
  /** Media type of the answer. */
  readonly type: 'application/json' | 'application/octet-stream' | 'text/event-stream';
}

const get = <P extends z.ZodType, Q extends z.ZodType, R extends z.ZodType>(
  path: string,
  summary: string,
  parts: { params: P; query: Q; response: R },
): Operation<P, Q, typeof schema.nothing, R> => ({
  ...{ method: 'GET', path, summary, ...parts, body: schema.nothing, status: 200, type: 'application/json' },
});

const act = (name: (typeof DESK_ACTS)[number], summary: string) =>
  ({
    method: 'POST',
    path: `/api/items/:id/${name}`,
    summary,
    params: schema.itemParams,
    query: schema.nothing,
    body: schema.actBody,
    response: schema.itemAfterAct,
    status: 200,
    type: 'application/json',
  }) as const;

const { nothing } = schema;

export const operations = {
  items: get('/api/items', 'Items, the last received first', {
    params: nothing,
    query: schema.itemQuery,
    response: schema.itemPage,
  }),
  item: get('/api/items/:id', 'One item with its versions, decisions and reviews', {
    params: schema.itemParams,
    query: nothing,
    response: schema.itemDetail,
  }),
  release: act('release', 'Publish the version that was seen'),
  hold: act('hold', 'Hold the item; a public post is taken down'),
  spike: act('spike', 'Put the item away; a public post is taken down'),
  review: act('review', 'Say that a person has read the version'),
  takedown: {
    method: 'POST',
    path: '/api/items/:id/takedown',
    summary: 'Take the story down for good: its text, bytes and records are erased, a public notice stays',
    params: schema.itemParams,
    query: nothing,
    body: schema.takedownBody,
    response: schema.itemTakenDown,
    status: 200,
    type: 'application/json',
  },
  quarantine: get('/api/quarantine', 'What could not be understood, newest first', {
    params: nothing,
    query: schema.pageQuery,
    response: schema.quarantinePage,
  }),
  bytes: {
    ...get('/api/arrivals/:id/bytes', 'Bytes of an arrival as they came', {
      params: schema.arrivalParams,
      query: schema.bytesQuery,
      response: z.string().meta({ format: 'binary' }),
    }),
    type: 'application/octet-stream',
  },
  sources: get('/api/sources', 'Sources with their settings (no secrets), state and counts', {
    params: nothing,
    query: nothing,
    response: schema.sourceList,
  }),
  poll: {
    method: 'POST',
    path: '/api/sources/:id/poll',
    summary: 'Look at a polled source now',
    params: schema.sourceParams,
    query: nothing,
    body: nothing,
    response: nothing,
    status: 202,
    type: 'application/json',
  },
  session: get('/api/session', 'Who is signed in', {
    params: nothing,
    query: nothing,
    response: schema.sessionView,
  }),
  events: {
    ...get('/api/events', 'Server-sent events from `after` or `Last-Event-ID` on, then live', {
      params: nothing,
      query: schema.eventQuery,
      response: schema.deskEvent,
    }),
    type: 'text/event-stream',
  },
} as const;

export interface Call<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly session: Session;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Registers an operation; the handler gets checked input and what it returns is sent as JSON. */
export function route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  app: FastifyInstance,
  requireSession: (request: FastifyRequest) => Promise<Session>,
  operation: Operation<P, Q, B, R>,
  handle: (call: Call<z.output<P>, z.output<Q>, z.output<B>>) => Promise<z.input<R>>,
): void {
  app.route({
    method: operation.method,
    url: operation.path,
    handler: async (request, reply) => {
      const session = await requireSession(request);
      const answer = await handle({ ...checked(operation, request), session, request, reply });
      return reply.code(operation.status).header('cache-control', 'no-store').send(answer);
    },
  });
}

/** @throws {StetError} `invalid-request` that names the part and the field. */
export function checked<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  operation: Operation<P, Q, B, R>,
  request: FastifyRequest,
): { params: z.output<P>; query: z.output<Q>; body: z.output<B> } {
  return {
    params: check(operation.params, request.params ?? {}, 'path'),
    query: check(operation.query, request.query ?? {}, 'query'),
    body: check(operation.body, request.body ?? {}, 'body'),
  };
}

function check<T extends z.ZodType>(type: T, value: unknown, where: string): z.output<T> {
  const result = type.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = [where, ...(issue?.path ?? [])].join('.');
  throw new StetError('invalid-request', `${field}: ${issue?.message ?? 'not understood'}`, { field });
}
