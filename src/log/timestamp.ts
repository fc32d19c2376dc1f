// RFC 3161: asks an authority to say when it saw a digest, and reads what it says. That the answer is for our digest and our
// question is checked here; that the authority signed it is checked by `openssl ts -verify`, which knows certificates and their
// revocation, and which auditors trust already (docs/audit/timestamps.md).

import { StetError } from '../model/errors.ts';
import { equal, toHex } from './bytes.ts';
import { DER, type DerValue, der, malformed, objectIdentifier, readDer, unsigned } from './der.ts';

export interface Timestamp {
  /** The TimeStampToken, DER: what is kept, and what `openssl ts -verify -token_in` takes. */
  readonly token: Uint8Array;
  /** What the authority says the time was: milliseconds since 1970, UTC; finer fractions are cut off. */
  readonly genTime: number;
  /** The token's number at its authority, lower-case hexadecimal. */
  readonly serial: string;
  /** The rules the authority goes by, such as `1.3.6.1.4.1.601.10.3.1`. */
  readonly policy: string;
}

/** Tokens with their certificates have 2 to 10 KB. */
export const MAX_TIMESTAMP_BYTES = 65_536;

const SHA256_BYTES = 32;
/** 2.16.840.1.101.3.4.2.1 (RFC 5754 §2), as an OBJECT IDENTIFIER's content. */
const SHA256_IDENTIFIER = Uint8Array.of(0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01);
const SHA256 = '2.16.840.1.101.3.4.2.1';
/** RFC 5652 §5.1. */
const SIGNED_DATA = '1.2.840.113549.1.7.2';
/** id-ct-TSTInfo, RFC 3161 §2.4.2. */
const TST_INFO = '1.2.840.113549.1.9.16.1.4';

/**
 * The body of a request (`application/timestamp-query`): TimeStampReq of RFC 3161 §2.4.1 with the authority's certificate asked
 * for, so that the token can be verified by itself.
 *
 * @param digest SHA-256, 32 bytes.
 * @param nonce 8 to 20 random bytes, new for each request.
 */
export function timestampRequest(digest: Uint8Array, nonce: Uint8Array): Uint8Array {
  if (digest.length !== SHA256_BYTES) throw new RangeError('the digest must be a SHA-256');
  if (nonce.length < 8 || nonce.length > 20) throw new RangeError('the nonce must have 8 to 20 bytes');
  const algorithm = der(DER.sequence, der(DER.objectIdentifier, SHA256_IDENTIFIER), der(DER.null));
  return der(
    DER.sequence,
    der(DER.integer, Uint8Array.of(1)),
    der(DER.sequence, algorithm, der(DER.octetString, digest)),
    der(DER.integer, unsigned(nonce)),
    der(DER.boolean, Uint8Array.of(0xff)),
  );
}

/**
 * Reads the answer (`application/timestamp-reply`, TimeStampResp of RFC 3161 §2.4.2) to the request for `digest` and `nonce`.
 *
 * @throws {StetError} `timestamp-refused` (facts: `status`, `failure`, `text`), `timestamp-wrong-nonce`, and those of
 * `readTimestampToken`.
 */
export function readTimestampResponse(bytes: Uint8Array, digest: Uint8Array, nonce: Uint8Array): Timestamp {
  const fields = fieldsOf(readWhole(bytes));
  const status = fieldsOf(fields.take(DER.sequence, 'status'));
  refuseRefusal(status);
  const token = fields.optional(DER.sequence);
  if (token === null) throw notToken('the authority granted it, but sent none');
  fields.end();
  const { nonce: returned, ...timestamp } = readToken(token, digest);
  if (returned === null || !equal(returned, unsigned(nonce))) {
    throw new StetError(
      'timestamp-wrong-nonce',
      `The time-stamp answers another request: its nonce is ${returned === null ? 'missing' : 'not ours'}`,
    );
  }
  return timestamp;
}

/**
 * Reads a kept token again. It proves nothing before `openssl ts -verify` has checked its signature.
 *
 * @throws {StetError} `timestamp-too-large`, `timestamp-truncated`, `timestamp-malformed`, `timestamp-not-a-token`,
 * `timestamp-without-certificate`, `timestamp-wrong-imprint`
 */
export function readTimestampToken(bytes: Uint8Array, digest: Uint8Array): Timestamp {
  const { nonce: _, ...timestamp } = readToken(readWhole(bytes), digest);
  return timestamp;
}

function readWhole(bytes: Uint8Array): DerValue {
  if (bytes.length > MAX_TIMESTAMP_BYTES) throw timestampTooLarge(MAX_TIMESTAMP_BYTES);
  return readDer(bytes);
}

/** @param limit bytes */
export const timestampTooLarge = (limit: number): StetError =>
  new StetError('timestamp-too-large', `The time-stamp is larger than ${limit} bytes`, { limit });

/** PKIFailureInfo by its bits, with what each means in words (RFC 3161 §2.4.2). */
const FAILURES: Readonly<Record<number, readonly [string, string]>> = {
  0: ['badAlg', 'it does not know or allow SHA-256'],
  2: ['badRequest', 'it does not allow or support the request'],
  5: ['badDataFormat', 'it could not read the request'],
  14: ['timeNotAvailable', 'its clock is not available'],
  15: ['unacceptedPolicy', 'it does not support the policy'],
  16: ['unacceptedExtension', 'it does not support the extension'],
  17: ['addInfoNotAvailable', 'it could not understand or give what was asked in addition'],
  25: ['systemFailure', 'it has a failure of its own'],
};

/** PKIStatusInfo: only `granted` (0) and `grantedWithMods` (1) come with a token. */
function refuseRefusal(fields: Fields): void {
  const status = smallInteger(fields.take(DER.integer, 'status'));
  const text = freeText(fields.optional(DER.sequence));
  const bit = firstBit(fields.optional(DER.bitString));
  fields.end();
  if (status === 0 || status === 1) return;
  const failure = bit === null ? undefined : FAILURES[bit];
  const why = failure === undefined ? `its status is ${status}` : failure[1];
  throw new StetError(
    'timestamp-refused',
    `The authority refused the time-stamp: ${why}${text === null ? '' : ` (“${text}”)`}`,
    { status, failure: failure?.[0] ?? bit, text },
  );
}

const LONGEST_TEXT = 200;

/** PKIFreeText: somebody else's words, so without control characters and not endless. */
function freeText(value: DerValue | null): string | null {
  if (value === null) return null;
  const decoder = new TextDecoder();
  const text = value.children
    .filter((part) => part.tag === DER.utf8String)
    .map((part) => decoder.decode(part.content))
    .join(' ')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  return text === '' ? null : text.slice(0, LONGEST_TEXT).toWellFormed();
}

/** Number of the first bit that is set: bit 0 is the highest of the first byte after the count of unused bits (X.690 §8.6). */
function firstBit(value: DerValue | null): number | null {
  const bytes = value === null ? [] : [...value.content.subarray(1)];
  const at = bytes.findIndex((byte) => byte !== 0);
  return at === -1 ? null : at * 8 + Math.clz32(bytes[at] ?? 0) - 24;
}

interface Token extends Timestamp {
  /** Content of the INTEGER; `null` when the token has none. */
  readonly nonce: Uint8Array | null;
}

/** ContentInfo with SignedData (RFC 5652 §3, §5.1) around a TSTInfo. */
function readToken(value: DerValue, digest: Uint8Array): Token {
  const info = fieldsOf(value);
  const contentType = objectIdentifier(info.take(DER.objectIdentifier, 'content type'));
  if (contentType !== SIGNED_DATA) throw notToken(`it holds ${contentType}, not signed data`);
  const signed = fieldsOf(only(info.take(DER.context0, 'content'), DER.sequence));
  info.end();

  signed.take(DER.integer, 'version');
  signed.take(DER.set, 'digest algorithms');
  const encapsulated = fieldsOf(signed.take(DER.sequence, 'signed content'));
  const certificates = signed.optional(DER.context0);
  signed.optional(DER.context1);
  const signers = signed.take(DER.set, 'signers');
  signed.end();

  const signedType = objectIdentifier(encapsulated.take(DER.objectIdentifier, 'content type'));
  if (signedType !== TST_INFO) throw notToken(`what is signed is ${signedType}, no time-stamp`);
  const content = only(encapsulated.take(DER.context0, 'signed content'), DER.octetString);
  encapsulated.end();
  // One signature, the authority's (RFC 3161 §2.4.2).
  if (signers.children.length !== 1) throw notToken(`it has ${signers.children.length} signatures, not one`);
  if (certificates === null || certificates.children.length === 0) {
    throw new StetError(
      'timestamp-without-certificate',
      "The time-stamp lacks the authority's certificate, which was asked for: it could not be verified later",
    );
  }
  return { token: Uint8Array.from(value.encoded), ...readInfo(readDer(content.content), digest) };
}

/** TSTInfo. */
function readInfo(value: DerValue, digest: Uint8Array): Omit<Token, 'token'> {
  const fields = fieldsOf(value);
  const version = smallInteger(fields.take(DER.integer, 'version'));
  if (version !== 1) throw malformed(`has version ${version}, not 1`, value.offset);
  const policy = objectIdentifier(fields.take(DER.objectIdentifier, 'policy'));
  refuseOtherImprint(fieldsOf(fields.take(DER.sequence, 'imprint')), digest);
  const serial = fields.take(DER.integer, 'serial number').content;
  const genTime = timeOf(fields.take(DER.generalizedTime, 'genTime'));
  // Accuracy and whether tokens of this authority are ordered: said for verifiers, and not needed here.
  fields.optional(DER.sequence);
  fields.optional(DER.boolean);
  const nonce = fields.optional(DER.integer)?.content ?? null;
  fields.optional(DER.context0);
  fields.optional(DER.context1);
  fields.end();
  return { genTime, serial: toHex(serial).replace(/^00(?=.)/, ''), policy, nonce };
}

function refuseOtherImprint(imprint: Fields, digest: Uint8Array): void {
  const algorithm = fieldsOf(imprint.take(DER.sequence, 'digest algorithm'));
  const name = objectIdentifier(algorithm.take(DER.objectIdentifier, 'digest algorithm'));
  const stamped = imprint.take(DER.octetString, 'digest').content;
  imprint.end();
  if (name === SHA256 && equal(stamped, digest)) return;
  throw new StetError(
    'timestamp-wrong-imprint',
    'The time-stamp is for something else: its digest is not ours',
    {
      algorithm: name,
      expected: toHex(digest),
      found: toHex(stamped.subarray(0, 64)),
    },
  );
}

const GENERALIZED_TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d+))?Z$/;

/** `YYYYMMDDhhmmss[.s…]Z`, as RFC 3161 §2.4.2 wants it. */
function timeOf(value: DerValue): number {
  const text = String.fromCharCode(...value.content.subarray(0, 64));
  const [, year, month, day, hour, minute, second, fraction = ''] = GENERALIZED_TIME.exec(text) ?? [];
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
  const time = Date.parse(iso);
  // A 31st of February is read as the 3rd of March.
  if (Number.isNaN(time) || new Date(time).toISOString() !== iso) {
    throw malformed('has a genTime that is no time in UTC', value.offset);
  }
  return time;
}

function smallInteger(value: DerValue): number {
  const [byte] = value.content;
  if (byte === undefined || value.content.length > 1 || byte > 0x7f) {
    throw malformed('has an unknown version or status', value.offset);
  }
  return byte;
}

const notToken = (why: string): StetError =>
  new StetError('timestamp-not-a-token', `This is no time-stamp token: ${why}`);

/** The fields of a SEQUENCE, taken from the first to the last. */
interface Fields {
  /** @param name For people, when it is not there. */
  take(tag: number, name: string): DerValue;
  optional(tag: number): DerValue | null;
  /** @throws {StetError} `timestamp-malformed` when fields are left. */
  end(): void;
}

function fieldsOf(sequence: DerValue): Fields {
  let at = 0;
  const optional = (tag: number): DerValue | null => {
    const next = sequence.children[at];
    if (next?.tag !== tag) return null;
    at += 1;
    return next;
  };
  return {
    optional,
    take(tag, name) {
      const value = optional(tag);
      if (value === null) throw malformed(`has no ${name} where it belongs`, sequence.offset);
      return value;
    },
    end() {
      const left = sequence.children[at];
      if (left !== undefined) throw malformed('has a field that does not belong there', left.offset);
    },
  };
}

/** What an explicit tag (`[0] EXPLICIT`) holds. */
function only(wrapper: DerValue, tag: number): DerValue {
  const fields = fieldsOf(wrapper);
  const value = fields.take(tag, 'content');
  fields.end();
  return value;
}
