// Turns what Node, OpenSSL and undici throw into a stable code and a sentence for people. Decided by error codes, never by
// the English of a message.

import { errors } from 'undici';
import { StetError } from '../../model/errors.ts';

/** A stage tells what a lost connection means: before the head nothing came, after it the body is cut off. */
export type Stage = 'head' | 'body';

/** @param host Host and port for the sentence; never a whole URL, which can hold secrets. */
export function fetchFailure(error: unknown, host: string, stage: Stage): StetError {
  if (error instanceof StetError) return error;
  const cause = errorCode(error);
  const known = knownFailure(cause, host, stage);
  return known === null
    ? new StetError('fetch-failed', `The request to ${host} failed (${cause ?? 'no code given'})`, {
        host,
        cause,
      })
    : new StetError(known[0], known[1], { host, cause });
}

function errorCode(error: unknown): string | null {
  // The parser gives some of its errors no code.
  if (error instanceof errors.HTTPParserError) return error.code ?? 'HPE_INVALID';
  if (typeof error !== 'object' || error === null) return null;
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError) return errorCode(error.errors[0]);
  return error instanceof Error && error.cause !== undefined ? errorCode(error.cause) : null;
}

function knownFailure(cause: string | null, host: string, stage: Stage): readonly [string, string] | null {
  switch (cause) {
    case 'ENOTFOUND':
    case 'ENODATA':
      return ['dns-not-found', `The name ${host} does not exist`];
    case 'EAI_AGAIN':
    case 'EAI_FAIL':
    case 'ESERVFAIL':
    case 'ETIMEOUT':
      return ['dns-unavailable', `The name ${host} could not be looked up: the name servers do not answer`];
    case 'ECONNREFUSED':
      return ['connection-refused', `${host} refused the connection: nothing listens there`];
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
    case 'ENETDOWN':
      return ['unreachable', `There is no way to ${host} on the network`];
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return ['connect-timeout', `${host} did not answer the connection in time`];
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
      return stage === 'head'
        ? ['connection-lost', `${host} closed the connection without an answer`]
        : ['body-truncated', `${host} closed the connection in the middle of the answer`];
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
      return ['body-truncated', `The answer of ${host} is not as long as its Content-Length says`];
    case 'UND_ERR_HEADERS_OVERFLOW':
      return ['headers-too-large', `The headers of the answer of ${host} are too large`];
    case 'UND_ERR_INVALID_ARG':
    case 'ERR_INVALID_URL':
      return ['request-invalid', `The request to ${host} can't be made: check the source's URL and headers`];
    case 'CERT_HAS_EXPIRED':
      return ['tls-expired', `The certificate of ${host} has expired`];
    case 'CERT_NOT_YET_VALID':
      return [
        'tls-not-yet-valid',
        `The certificate of ${host} is not valid yet, or this machine's clock is slow`,
      ];
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return ['tls-wrong-name', `The certificate of ${host} is for another name`];
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'CERT_UNTRUSTED':
      return [
        'tls-untrusted',
        `The certificate of ${host} is not signed by an authority that this machine trusts`,
      ];
    case 'CERT_REVOKED':
      return ['tls-revoked', `The certificate of ${host} was revoked`];
    default:
      if (cause === null) return null;
      if (cause.startsWith('HPE_')) return ['http-malformed', `The answer of ${host} is not HTTP`];
      if (cause === 'EPROTO' || cause.startsWith('ERR_SSL_') || cause.startsWith('ERR_TLS_'))
        return ['tls-failed', `No encrypted connection to ${host} could be agreed (${cause})`];
      return null;
  }
}

/** The failure that a status other than 200 and 304 means. */
export function statusFailure(status: number, host: string, retryAfterMs: number | null): StetError {
  return new StetError(`http-${status}`, `${host} ${STATUS_WORDS.get(status) ?? inGeneral(status)}`, {
    host,
    status,
    retryAfterMs,
  });
}

const STATUS_WORDS = new Map([
  [203, 'answered 203: a proxy between changed the copy, which is therefore not taken'],
  [204, 'answered 204: no content'],
  [304, 'answered 304, not modified, though nothing had been asked about a version'],
  [401, 'answered 401: it wants a user name and password, or refuses the ones configured'],
  [403, 'answered 403: it forbids the request'],
  [404, 'answered 404: there is nothing at this address'],
  [407, 'answered 407: a proxy wants a password'],
  [410, 'answered 410: the feed is gone for good'],
  [429, 'answered 429: too many requests'],
  [451, 'answered 451: not available for legal reasons'],
  [500, 'answered 500: an error of the server'],
  [502, 'answered 502: an error behind the server'],
  [503, 'answered 503: it is not available for now'],
  [504, 'answered 504: what is behind the server did not answer'],
]);

const inGeneral = (status: number): string => `answered with status ${status} instead of a feed`;
