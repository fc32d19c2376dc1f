// The two addresses of a witness (C2SP tlog-witness): `POST add-checkpoint`, and for monitors what it cosigned last.

import { createHash } from 'node:crypto';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { WITNESS_STATUS, type Witness } from '../flows/witness-server.ts';
import { fromUtf8 } from '../log/bytes.ts';
import { formatKnownSize, LONGEST_REQUEST, SIZE_CONTENT_TYPE } from '../log/witness.ts';
import { StetError } from '../model/errors.ts';

export interface WitnessRoutesOptions {
  readonly witness: Witness;
  /** Of the logs that are watched. */
  readonly origins: readonly string[];
}

export function witnessRoutes({ witness, origins }: WitnessRoutesOptions): FastifyPluginAsync {
  const byHash = new Map(origins.map((origin) => [originHash(origin), origin]));
  return async (app) => {
    // The specification names no content type for the request, so none is asked for.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: LONGEST_REQUEST }, (_request, body, done) =>
      done(null, body),
    );
    app.setErrorHandler(sendRefusal);
    app.post('/add-checkpoint', { bodyLimit: LONGEST_REQUEST }, async (request, reply) => {
      const body = request.body instanceof Uint8Array ? request.body : new Uint8Array(0);
      const lines = witness.addCheckpoint(fromUtf8(body));
      return reply.type('text/plain; charset=utf-8').send(lines);
    });
    app.get<{ Params: { hash: string } }>('/:hash/checkpoint', async (request, reply) => {
      const origin = byHash.get(request.params.hash);
      const note = origin === undefined ? null : witness.latest(origin);
      if (note === null) return plain(reply, 404, 'nothing cosigned under this address');
      return reply
        .headers({ 'cache-control': 'no-cache', 'access-control-allow-origin': '*' })
        .type('text/plain; charset=utf-8')
        .send(note);
    });
  };
}

/** How a log is named in a witness's addresses: SHA-256 of its origin, hexadecimal. */
export const originHash = (origin: string): string => createHash('sha256').update(origin).digest('hex');

function sendRefusal(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof StetError) {
    const status = error.code === 'log-utf8-wrong' ? 400 : WITNESS_STATUS[error.code];
    const { size } = error.facts;
    if (error.code === 'witness-size-conflict' && typeof size === 'number') {
      // A Content-Type with parameters would not be the one that clients look for; a Buffer keeps Fastify from adding a charset.
      return reply
        .code(409)
        .header('content-type', SIZE_CONTENT_TYPE)
        .send(Buffer.from(formatKnownSize(size)));
    }
    if (status !== undefined) return plain(reply, status, error.message);
  }
  const { statusCode, code } = error as { statusCode?: number; code?: string };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return plain(reply, 413, `an add-checkpoint request has at most ${LONGEST_REQUEST} bytes`);
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return plain(reply, statusCode, 'the request could not be read');
  }
  // Nothing was signed: what could not be kept is not cosigned either.
  request.log.error({ err: error }, 'a checkpoint could not be cosigned');
  return plain(reply, 500, 'the witness failed; nothing was cosigned');
}

const plain = (reply: FastifyReply, status: number, message: string): FastifyReply =>
  reply.code(status).type('text/plain; charset=utf-8').send(`${message}\n`);
