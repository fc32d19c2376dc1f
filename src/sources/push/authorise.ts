// Who may push. Two ways: a bearer token, or a signature over time and bytes:
//   Stet-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>." followed by the body>
// A signed request that is sent again within the tolerance does no harm: deliveries are idempotent, the same bytes change
// nothing. So no nonces are kept.

import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { PushTransport } from '../../model/source.ts';
import { SOURCE_LIMITS, type SourceLimits } from '../limits.ts';

/** Lower-case names, as Node gives them. */
export type PushHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface PushRefusal {
  readonly ok: false;
  /** HTTP status: 401, or 403 where the source takes no pushes at all. */
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

export type PushVerdict = { readonly ok: true } | PushRefusal;

/**
 * Checks what a push proves of its sender. Every proof that is offered and that the source has a key for must hold, and at
 * least one must be offered.
 *
 * @param body The bytes exactly as received.
 * @param nowMs Milliseconds since 1970.
 */
export function authorisePush(
  transport: PushTransport,
  headers: PushHeaders,
  body: Uint8Array,
  nowMs: number,
  limits: SourceLimits = SOURCE_LIMITS,
): PushVerdict {
  if (transport.token === null && transport.secret === null) {
    return refuse(
      403,
      'push-closed',
      'This source has neither a token nor a secret, so nobody can push to it',
    );
  }
  const signature = headers['stet-signature'];
  const authorization = headers.authorization;
  const verdicts: PushVerdict[] = [];
  if (transport.secret !== null && signature !== undefined) {
    verdicts.push(checkSignature(transport.secret, signature, body, nowMs, limits));
  }
  if (transport.token !== null && authorization !== undefined) {
    verdicts.push(checkToken(transport.token, authorization));
  }
  if (verdicts.length === 0) return refuse(401, 'authorization-missing', missing(transport));
  return verdicts.find((verdict) => !verdict.ok) ?? { ok: true };
}

function checkToken(token: string, authorization: string | readonly string[]): PushVerdict {
  const presented =
    typeof authorization === 'string' ? /^bearer +(\S+) *$/i.exec(authorization)?.[1] : undefined;
  if (presented === undefined) {
    return refuse(401, 'authorization-malformed', 'Authorization must be “Bearer” and the token');
  }
  return equalText(presented, token)
    ? { ok: true }
    : refuse(401, 'token-wrong', 'The token is not the one of this source');
}

const PART = /^(t|v1)=([^=]*)$/;
const UNIX_SECONDS = /^\d{1,12}$/;
const HMAC_HEX = /^[0-9a-f]{64}$/i;

function checkSignature(
  secret: string,
  header: string | readonly string[],
  body: Uint8Array,
  nowMs: number,
  limits: SourceLimits,
): PushVerdict {
  const parts = typeof header === 'string' ? header.split(',').map((part) => PART.exec(part.trim())) : [];
  const times = parts.filter((part) => part?.[1] === 't').map((part) => part?.[2] ?? '');
  const signatures = parts.filter((part) => part?.[1] === 'v1').map((part) => part?.[2] ?? '');
  const time = times[0];
  const wellFormed =
    time !== undefined &&
    times.length === 1 &&
    UNIX_SECONDS.test(time) &&
    signatures.length > 0 &&
    signatures.length <= limits.signatures &&
    signatures.every((signature) => HMAC_HEX.test(signature));
  if (!wellFormed) {
    return refuse(401, 'signature-malformed', 'Stet-Signature must be “t=<unix seconds>,v1=<64 hex digits>”');
  }
  // The signature first: an outsider learns nothing of this machine's clock.
  const expected = createHmac('sha256', secret).update(`${time}.`).update(body).digest('hex');
  // All are compared, so that the time taken does not tell which one fits.
  const fitting = signatures.map((signature) => equalText(signature.toLowerCase(), expected));
  if (!fitting.includes(true)) {
    return refuse(
      401,
      'signature-wrong',
      'The signature does not fit these bytes, this time and this source',
    );
  }
  if (Math.abs(nowMs / 1000 - Number(time)) > limits.signatureToleranceSeconds) {
    return refuse(
      401,
      'signature-expired',
      `The signed time is more than ${limits.signatureToleranceSeconds} seconds from this server's`,
    );
  }
  return { ok: true };
}

/** Constant in time for any two texts: digests have one length, and where they differ says nothing. */
const equalText = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();

function missing({ token, secret }: PushTransport): string {
  if (secret === null) return 'A push to this source needs “Authorization: Bearer <token>”';
  if (token === null) return 'A push to this source needs a Stet-Signature';
  return 'A push to this source needs “Authorization: Bearer <token>” or a Stet-Signature';
}

const refuse = (status: number, code: string, message: string): PushRefusal => ({
  ok: false,
  status,
  code,
  message,
});
