// The identity that a sender may give to copy whose format has none, such as plain text: the headers Stet-Guid and
// Stet-Version, percent-encoded UTF-8 (RFC 3986 §2.1).

import { SOURCE_LIMITS, type SourceLimits } from '../limits.ts';
import type { PushHeaders, PushRefusal } from './authorise.ts';

export interface PushIdentity {
  readonly ok: true;
  readonly guid: string | null;
  readonly version: string | null;
}

/** Absent headers are `null`; anything that is there and not understood is refused with 400, never guessed at. */
export function pushIdentity(
  headers: PushHeaders,
  limits: SourceLimits = SOURCE_LIMITS,
): PushIdentity | PushRefusal {
  const guid = decoded('Stet-Guid', headers['stet-guid'], limits);
  if (!guid.ok) return guid;
  const version = decoded('Stet-Version', headers['stet-version'], limits);
  if (!version.ok) return version;
  return { ok: true, guid: guid.value, version: version.value };
}

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;
const CONTROL = /\p{Cc}/u;

function decoded(
  name: string,
  header: string | readonly string[] | undefined,
  limits: SourceLimits,
): { readonly ok: true; readonly value: string | null } | PushRefusal {
  if (header === undefined) return { ok: true, value: null };
  if (typeof header !== 'string') return refuse('identity-repeated', `${name} must be sent once`);
  if (!PRINTABLE_ASCII.test(header)) {
    return refuse('identity-encoding', `${name} must be percent-encoded: it holds bytes that are not ASCII`);
  }
  const value = percentDecoded(header.trim());
  if (value === null) return refuse('identity-encoding', `${name} is not percent-encoded UTF-8`);
  if (value === '') return refuse('identity-empty', `${name} is empty; leave it out instead`);
  if (CONTROL.test(value)) return refuse('identity-control', `${name} holds control characters`);
  if (Buffer.byteLength(value, 'utf8') > limits.identityBytes) {
    return refuse('identity-too-long', `${name} is longer than ${limits.identityBytes} bytes`);
  }
  return { ok: true, value };
}

/** `null` for a broken escape and for bytes that are not UTF-8. */
function percentDecoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

const refuse = (code: string, message: string): PushRefusal => ({ ok: false, status: 400, code, message });
