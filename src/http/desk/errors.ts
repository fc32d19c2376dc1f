// Errors on their way out of the desk's API: `{"error": {"code", "message"}}` and the status that goes with the code.

import type { FastifyReply, FastifyRequest } from 'fastify';
import { StetError } from '../../model/errors.ts';

const STATUS: Readonly<Record<string, number>> = {
  'not-signed-in': 401,
  'wrong-name-or-password': 401,
  'cross-site': 403,
  'not-found': 404,
  'item-unknown': 404,
  'invalid-request': 400,
  'password-too-short': 400,
  'password-too-long': 400,
  'version-changed': 409,
  'not-polled': 409,
  'taken-down': 410,
  'bytes-erased': 410,
  'too-many-tries': 429,
  busy: 503,
  'log-closed': 503,
  'store-full': 507,
  'store-failed': 503,
};
/** An act that the desk's rules don't allow. */
const REFUSED = 422;

export const statusOf = (error: StetError): number => STATUS[error.code] ?? REFUSED;

/** Answers with the coded error; what is not expected is logged and told as `internal`. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.header('cache-control', 'no-store');
  if (error instanceof StetError) {
    const retryAfter = error.facts.retryAfter;
    if (typeof retryAfter === 'number') reply.header('retry-after', retryAfter);
    return reply
      .code(statusOf(error))
      .send({ error: { code: error.code, message: error.message, ...error.facts } });
  }
  const status = clientErrorStatus(error);
  if (status !== null && error instanceof Error)
    return reply.code(status).send({ error: { code: 'invalid-request', message: error.message } });
  request.log.error({ err: error }, 'the desk’s API failed');
  return reply
    .code(500)
    .send({ error: { code: 'internal', message: 'Something went wrong. The server’s log says what.' } });
}

/** The status of an error that Fastify itself raised over a request, such as a body that is no JSON. */
function clientErrorStatus(error: unknown): number | null {
  if (!(error instanceof Error) || !('statusCode' in error)) return null;
  const status = error.statusCode;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null;
}
