// Bytes pushed in: `POST /api/sources/:source/arrivals`. Answered when they are durable and decided on.

import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { Receipt, Receive } from '../model/delivery.ts';
import { StetError } from '../model/errors.ts';
import type { SourceId } from '../model/ids.ts';
import type { PushTransport, Source } from '../model/source.ts';
import type { SourceStates } from '../model/source-state.ts';
import { contentTrouble } from '../sources/content-trouble.ts';
import { authorisePush, type PushHeaders } from '../sources/push/authorise.ts';
import { pushIdentity } from '../sources/push/identity.ts';

export interface PushOptions {
  readonly sources: readonly Source[];
  readonly receive: Receive;
  readonly states: Pick<SourceStates, 'get' | 'note'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

interface PushSource {
  readonly source: Source;
  readonly transport: PushTransport;
}

const STATUS: Readonly<Record<string, number>> = {
  'store-full': 507,
  'store-failed': 503,
  'store-locked': 503,
};
const RETRY_AFTER_SECONDS = 30;
/** Bytes of bodies under way at once; one body may be larger if it is alone. */
const ROOM = 192 * 1024 * 1024;
/** What a request takes besides its body, and what a body without a stated length is taken for, bytes. */
const EACH = 64 * 1024;
const UNSTATED = 1024 * 1024;
const BUSY_RETRY_AFTER_SECONDS = 2;
/** A body no source may exceed when none takes pushes. */
const NO_BODY = 1024;

export function pushRoutes({ sources, receive, states, now }: PushOptions): FastifyPluginAsync {
  const open = new Map(sources.flatMap(pushSource).map((entry) => [String(entry.source.id), entry]));
  const bodyLimit = Math.max(NO_BODY, ...[...open.values()].map(({ transport }) => transport.maxBytes));

  /** Bytes of bodies that are being received or written. */
  let underWay = 0;

  return async (app) => {
    // Agency bytes are taken as they are, whatever their content type says.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, done) =>
      done(null, body),
    );
    app.setErrorHandler(sendPushError);
    app.post<{ Params: { source: string } }>(
      '/api/sources/:source/arrivals',
      {
        bodyLimit,
        onRequest: async (request, reply) => refuseEarly(request, reply) ?? makeRoom(request, reply),
      },
      async (request, reply) => take(request, reply),
    );
  };

  /** Where only a token counts, a stranger's body is not even read. */
  function refuseEarly(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
    const found = find(request);
    if (found.transport.secret !== null) return undefined;
    const verdict = authorisePush(found.transport, headersOf(request), new Uint8Array(0), now());
    return verdict.ok ? undefined : refuse(reply, verdict.status, verdict.code, verdict.message);
  }

  /** When the store is slower than the senders they are told to wait, before their bodies fill the memory. */
  function makeRoom(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
    const stated = Number(request.headers['content-length'] ?? UNSTATED);
    const size = Math.min(stated, bodyLimit) + EACH;
    if (underWay > 0 && underWay + size > ROOM) {
      const busy = 'Too much is being received at the moment. Nothing of this was kept; send it again.';
      return refuse(reply.header('retry-after', BUSY_RETRY_AFTER_SECONDS), 503, 'busy', busy);
    }
    underWay += size;
    reply.raw.once('close', () => {
      underWay -= size;
    });
    return undefined;
  }

  async function take(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { source, transport } = find(request);
    const body = request.body instanceof Uint8Array ? request.body : new Uint8Array(0);
    const verdict = authorisePush(transport, headersOf(request), body, now());
    if (!verdict.ok) return refuse(reply, verdict.status, verdict.code, verdict.message);
    if (body.length === 0)
      return refuse(reply, 400, 'body-empty', 'The request has no body. Send the story as the body.');
    if (body.length > transport.maxBytes) {
      return refuse(
        reply,
        413,
        'too-large',
        `The body has ${body.length} bytes; this source takes ${transport.maxBytes} (max_bytes).`,
      );
    }
    const identity = pushIdentity(headersOf(request));
    if (!identity.ok) return refuse(reply, identity.status, identity.code, identity.message);
    const receipt = await receive({
      source: source.id,
      bytes: body,
      transport: 'push',
      contentType: request.headers['content-type'] ?? null,
      origin: null,
      baseUrl: null,
      guid: identity.guid,
      version: identity.version,
    });
    noteArrival(source.id, receipt);
    return reply.code(statusOf(receipt)).send(answerOf(receipt));
  }

  function noteArrival(source: SourceId, receipt: Receipt): void {
    if (!receipt.new) return;
    const at = new Date(now()).toISOString();
    const before = states.get(source);
    states.note({
      ...before,
      lastItem: receipt.itemCount > 0 ? at : before.lastItem,
      lastError: contentTrouble(receipt, at),
      arrivals: before.arrivals + 1,
    });
  }

  function find(request: FastifyRequest): PushSource {
    const { source } = request.params as { source: string };
    const found = open.get(source);
    if (found !== undefined) return found;
    throw new StetError('source-unknown', `No source "${source.slice(0, 64)}" takes pushes here.`, {});
  }
}

function pushSource(source: Source): PushSource[] {
  return source.transport.type === 'push' ? [{ source, transport: source.transport }] : [];
}

const headersOf = (request: FastifyRequest): PushHeaders => request.headers;

/** 201 new, 200 seen before, 202 kept but nothing of it understood. */
function statusOf(receipt: Receipt): number {
  if (receipt.items.length === 0 && receipt.failures.length > 0) return 202;
  return receipt.new ? 201 : 200;
}

function answerOf(receipt: Receipt): object {
  return { ...receipt, quarantine: receipt.failures[0]?.id ?? null };
}

function sendPushError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof StetError) {
    if (error.code === 'source-unknown') return refuse(reply, 404, error.code, error.message);
    const status = STATUS[error.code];
    if (status !== undefined) {
      request.log.error({ code: error.code }, error.message);
      return refuse(reply.header('retry-after', RETRY_AFTER_SECONDS), status, error.code, error.message);
    }
  }
  const { statusCode, code } = error as { statusCode?: number; code?: string };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return refuse(
      reply,
      413,
      'too-large',
      'The body is larger than this source takes (max_bytes). Nothing was kept.',
    );
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return refuse(
      reply,
      statusCode,
      'request-broken',
      `The request could not be read: ${error instanceof Error ? error.message : code}`,
    );
  }
  request.log.error({ err: error }, 'a push failed');
  return refuse(
    reply,
    500,
    'internal',
    "The push failed on this side. Nothing was acknowledged; send it again. The server's log says why.",
  );
}

const refuse = (reply: FastifyReply, status: number, code: string, message: string): FastifyReply =>
  reply.code(status).send({ error: { code, message } });
