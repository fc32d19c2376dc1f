import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { der, readDer } from '../../src/log/der.ts';
import { readTimestampResponse, readTimestampToken, timestampRequest } from '../../src/log/timestamp.ts';
import { StetError } from '../../src/model/errors.ts';
import { type Authority, openAuthority, POLICY, withoutOpenssl } from './authority.ts';

const CHECKPOINT = new TextEncoder().encode('news.example/log\n7\nAAAA\n\n— news.example/log AAAA\n');
const NONCE = Uint8Array.of(0xf0, 1, 2, 3, 4, 5, 6, 7);
const digestOf = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const DIGEST = digestOf(CHECKPOINT);

/** What is thrown; fails when nothing is. */
function errorOf(read: () => unknown): StetError {
  try {
    read();
  } catch (error) {
    if (error instanceof StetError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

const codeOf = (read: () => unknown): string => errorOf(read).code;

const hexBytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

/** The bytes with the one place where `before` stands changed to `after`, of the same length. */
function changed(bytes: Uint8Array, before: string, after: string): Uint8Array {
  const hex = Buffer.from(bytes).toString('hex');
  expect(hex.split(before)).toHaveLength(2);
  return hexBytes(hex.replace(before, after));
}

const missing = withoutOpenssl();

describe.skipIf(missing !== null)('with openssl as the authority', () => {
  let authority: Authority;
  let reply: Uint8Array;
  const started = Date.now();
  beforeAll(() => {
    authority = openAuthority();
    reply = authority.reply(timestampRequest(DIGEST, NONCE));
  });
  afterAll(() => authority.close());

  const read = (bytes: Uint8Array) => readTimestampResponse(bytes, DIGEST, NONCE);

  it('the request asks for SHA-256, the nonce and the certificate', () => {
    const text = authority.describe(timestampRequest(DIGEST, NONCE));
    expect(text).toContain('Hash Algorithm: sha256');
    expect(text).toContain('Nonce: 0xF001020304050607');
    expect(text).toContain('Certificate required: yes');
    const eight = Array.from(DIGEST.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0'));
    expect(text).toContain(`0000 - ${eight.join(' ')}-`);
  });

  it.each([
    ['00000000000000ff', '0xFF'],
    ['0000000000000000', '0x0'],
    ['7fffffffffffffff', '0x7FFFFFFFFFFFFFFF'],
    ['ffffffffffffffffffffffffffffffffffffffff', '0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF'],
  ])('a nonce of %s is a positive number', (nonce, shown) => {
    expect(authority.describe(timestampRequest(DIGEST, hexBytes(nonce)))).toContain(`Nonce: ${shown}\n`);
    const answer = authority.reply(timestampRequest(DIGEST, hexBytes(nonce)));
    expect(readTimestampResponse(answer, DIGEST, hexBytes(nonce)).policy).toBe(POLICY);
  });

  it('the token says when, by which rules and under which number, and openssl verifies it', () => {
    const { token, genTime, serial, policy } = read(reply);
    expect(genTime).toBeGreaterThanOrEqual(started - 1000);
    expect(genTime).toBeLessThanOrEqual(Date.now() + 1000);
    expect([serial, policy]).toEqual(['a2', POLICY]);
    expect(authority.verify(token, CHECKPOINT)).toContain('Verification: OK');
    expect(readTimestampToken(token, DIGEST)).toEqual({ token, genTime, serial, policy });
  });

  it('a token stays verifiable after the certificates have expired, at the time it states', () => {
    const { token, genTime } = read(reply);
    const later = Math.floor(genTime / 1000) + 30 * 86_400;
    expect(authority.verifyAt(token, CHECKPOINT, later)).toContain('certificate has expired');
    expect(authority.verifyAt(token, CHECKPOINT, Math.floor(genTime / 1000) + 1)).toContain(
      'Verification: OK',
    );
  });

  it('a token whose time was changed is refused by openssl', () => {
    const { token, genTime } = read(reply);
    const stamp = new Date(genTime).toISOString().replace(/[-T:]/g, '').slice(0, 14);
    const before = Buffer.from(stamp).toString('hex');
    const after = Buffer.from(`2019${stamp.slice(4)}`).toString('hex');
    const tampered = changed(token, before, after);
    expect(new Date(readTimestampToken(tampered, DIGEST).genTime).getUTCFullYear()).toBe(2019);
    expect(authority.verify(tampered, CHECKPOINT)).toContain('Verification: FAILED');
  });

  it('a token of another file is refused, by its imprint', () => {
    const other = digestOf(new TextEncoder().encode('news.example/log\n8\n'));
    expect(codeOf(() => readTimestampResponse(reply, other, NONCE))).toBe('timestamp-wrong-imprint');
    expect(codeOf(() => readTimestampToken(read(reply).token, other))).toBe('timestamp-wrong-imprint');
    const sha512 = '608648016503040203';
    const [before, after] = [`0609608648016503040201`, `0609${sha512}`].map(
      (identifier) => `300d${identifier}05000420${Buffer.from(DIGEST).toString('hex')}`,
    );
    expect(errorOf(() => read(changed(reply, before ?? '', after ?? '')))).toMatchObject({
      code: 'timestamp-wrong-imprint',
      facts: { algorithm: '2.16.840.1.101.3.4.2.3' },
    });
  });

  it('an answer to another request is refused, by its nonce', () => {
    const other = Uint8Array.of(0xf0, 1, 2, 3, 4, 5, 6, 8);
    expect(codeOf(() => readTimestampResponse(reply, DIGEST, other))).toBe('timestamp-wrong-nonce');
  });

  it('an answer without the nonce or the certificate is refused', () => {
    const request = timestampRequest(DIGEST, NONCE);
    const without = (tag: number): Uint8Array =>
      der(
        0x30,
        ...readDer(request)
          .children.filter((part) => part.tag !== tag)
          .map((part) => part.encoded),
      );
    // The version is an INTEGER too, and stands first.
    const noNonce = der(
      0x30,
      Uint8Array.of(2, 1, 1),
      ...readDer(without(0x02)).children.map((part) => part.encoded),
    );
    expect(codeOf(() => read(authority.reply(noNonce)))).toBe('timestamp-wrong-nonce');
    expect(codeOf(() => read(authority.reply(without(0x01))))).toBe('timestamp-without-certificate');
  });

  it('a refusal is told with its reason', () => {
    const refusal = authority.reply(timestampRequest(DIGEST, NONCE), 'refuses-sha256');
    const { code, message, facts } = errorOf(() => read(refusal));
    expect(code).toBe('timestamp-refused');
    expect(facts).toEqual({
      status: 2,
      failure: 'badAlg',
      text: 'Message digest algorithm is not supported.',
    });
    expect(message).toContain(
      'it does not know or allow SHA-256 (“Message digest algorithm is not supported.”)',
    );
  });

  it('a token granted with modifications is a token', () => {
    const modified = Uint8Array.from(reply);
    const status = modified.indexOf(0x30, 1);
    expect([...modified.subarray(status, status + 5)]).toEqual([0x30, 3, 2, 1, 0]);
    modified[status + 4] = 1;
    expect(read(modified).policy).toBe(POLICY);
  });

  it('cut off anywhere, it is refused', () => {
    for (let length = 0; length < reply.length; length += 1) {
      expect(codeOf(() => read(reply.subarray(0, length)))).toBe('timestamp-truncated');
    }
  });

  it('what is no token is refused', () => {
    const { token } = read(reply);
    const data = '06092a864886f70d010701';
    expect(codeOf(() => readTimestampToken(changed(token, '06092a864886f70d010702', data), DIGEST))).toBe(
      'timestamp-not-a-token',
    );
    // In its signed attributes, the token names its content's type a second time.
    const first = Buffer.from(token).indexOf(Buffer.from('060b2a864886f70d0109100104', 'hex'));
    const other = Uint8Array.from(token);
    other[first + 12] = 5;
    expect(codeOf(() => readTimestampToken(other, DIGEST))).toBe('timestamp-not-a-token');
    expect(codeOf(() => read(token))).toBe('timestamp-malformed');
    expect(codeOf(() => read(hexBytes('30053003020100')))).toBe('timestamp-not-a-token');
  });

  it('any byte changed gives a token for our digest or a StetError', () => {
    fc.assert(
      fc.property(fc.nat(reply.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const other = Uint8Array.from(reply);
        other[at] = (other[at] ?? 0) ^ change;
        try {
          const { token, ...rest } = read(other);
          expect(readTimestampToken(token, DIGEST)).toEqual({ token, ...rest });
        } catch (error) {
          if (!(error instanceof StetError)) throw error;
          expect(error.code).toMatch(/^timestamp-/);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('what is no DER is refused', () => {
  it.each([
    ['an empty answer', '', 'timestamp-truncated'],
    [
      'a page of HTML',
      Buffer.from('<!doctype html><title>Sign in</title>').toString('hex'),
      'timestamp-malformed',
    ],
    ['an indefinite length', '30800000', 'timestamp-malformed'],
    ['a needlessly long length', '308103020100', 'timestamp-malformed'],
    ['a length with zeros before it', `30820080${'00'.repeat(128)}`, 'timestamp-malformed'],
    ['a length of five bytes', '30850000000003020100', 'timestamp-malformed'],
    ['a length beyond the end', '3084ffffffff', 'timestamp-truncated'],
    ['a length cut off', '3082', 'timestamp-truncated'],
    ['a value longer than what holds it', '3003020400', 'timestamp-malformed'],
    ['bytes after the end', '3000ff', 'timestamp-malformed'],
    ['a tag of several bytes', '30041f810100', 'timestamp-malformed'],
    ['another type', '0101ff', 'timestamp-malformed'],
    ['no status', '3000', 'timestamp-malformed'],
    ['a status of two bytes', '300630040202ffff', 'timestamp-malformed'],
  ])('%s', (_, hex, code) => {
    expect(codeOf(() => readTimestampResponse(hexBytes(hex), DIGEST, NONCE))).toBe(code);
  });

  it('more than 32 levels, and too many bytes', () => {
    let deep: Uint8Array = Uint8Array.of(0x30, 0);
    for (let level = 0; level < 33; level += 1) deep = der(0x30, deep);
    expect(codeOf(() => readTimestampToken(deep, DIGEST))).toBe('timestamp-malformed');
    const huge = der(0x30, new Uint8Array(65_536));
    expect(codeOf(() => readTimestampToken(huge, DIGEST))).toBe('timestamp-too-large');
  });

  it('random bytes', () => {
    const value = fc.letrec<{ readonly value: Uint8Array }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 6 },
        fc
          .tuple(fc.constantFrom(1, 2, 3, 4, 6, 12, 24), fc.uint8Array())
          .map(([tag, content]) => der(tag, content)),
        fc
          .tuple(fc.constantFrom(0x30, 0x31, 0xa0, 0xa1), fc.array(tie('value'), { maxLength: 6 }))
          .map(([tag, parts]) => der(tag, ...parts)),
      ),
    })).value;
    const sequence = fc.array(value, { maxLength: 4 }).map((parts) => der(0x30, ...parts));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), sequence), (bytes) => {
        expect(codeOf(() => readTimestampResponse(bytes, DIGEST, NONCE))).toMatch(/^timestamp-/);
        expect(codeOf(() => readTimestampToken(bytes, DIGEST))).toMatch(/^timestamp-/);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('a refusal', () => {
  /** PKIStatusInfo with a text and one bit of PKIFailureInfo. */
  const refusal = (status: number, text: string, failure: string): Uint8Array =>
    der(
      0x30,
      der(
        0x30,
        der(2, Uint8Array.of(status)),
        der(0x30, der(12, new TextEncoder().encode(text))),
        der(3, hexBytes(failure)),
      ),
    );
  const factsOf = (bytes: Uint8Array) => errorOf(() => readTimestampResponse(bytes, DIGEST, NONCE)).facts;

  it.each([
    ['0780', 'badAlg'],
    ['0520', 'badRequest'],
    ['0204', 'badDataFormat'],
    ['010002', 'timeNotAvailable'],
    ['000001', 'unacceptedPolicy'],
    ['07000080', 'unacceptedExtension'],
    ['06000040', 'addInfoNotAvailable'],
    ['0600000040', 'systemFailure'],
    ['0640', 1],
    ['00', null],
    ['', null],
  ])('with failure bits %s is %s', (bits, name) => {
    expect(factsOf(refusal(2, 'no', bits))).toEqual({ status: 2, failure: name, text: 'no' });
  });

  it('is told without control characters, marks of direction and endless text', () => {
    expect(factsOf(refusal(3, 'not\r\n now\u0000\u202e\u001b[31m', '')).text).toBe('not now [31m');
    expect(factsOf(refusal(5, 'x'.repeat(5000), '')).text).toHaveLength(200);
    expect(factsOf(refusal(2, ' ', '')).text).toBeNull();
  });
});

it('a digest that is no SHA-256, or a nonce that can be guessed, is not asked about', () => {
  expect(() => timestampRequest(new Uint8Array(20), NONCE)).toThrow(RangeError);
  expect(() => timestampRequest(DIGEST, new Uint8Array(7))).toThrow(RangeError);
});
