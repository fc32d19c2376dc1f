import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PushTransport } from '../../src/model/source.ts';
import { authorisePush, type PushHeaders } from '../../src/sources/push/authorise.ts';
import { pushIdentity } from '../../src/sources/push/identity.ts';

const now = Date.UTC(2026, 2, 14, 12);
const seconds = now / 1000;
const body = Buffer.from('HARBOUR BRIDGE REOPENS\n\nPORT SOLENT, March 14 — …');
const push = (token: string | null, secret: string | null): PushTransport => ({
  type: 'push',
  token,
  secret,
  maxBytes: 1_000_000,
});
const sign = (secret: string, time: number | string, bytes: Uint8Array = body): string =>
  createHmac('sha256', secret).update(`${time}.`).update(bytes).digest('hex');
const signed = (secret: string, time = seconds): PushHeaders => ({
  'stet-signature': `t=${time},v1=${sign(secret, time)}`,
});
const code = (transport: PushTransport, headers: PushHeaders, bytes: Uint8Array = body): string => {
  const verdict = authorisePush(transport, headers, bytes, now);
  return verdict.ok ? 'ok' : `${verdict.status} ${verdict.code}`;
};

describe('a push with a token', () => {
  const source = push('tok-5f1c', null);
  it.each([
    ['ok', { authorization: 'Bearer tok-5f1c' }],
    ['ok', { authorization: 'bearer  tok-5f1c ' }],
    ['401 token-wrong', { authorization: 'Bearer tok-5f1d' }],
    ['401 token-wrong', { authorization: 'Bearer tok-5f1c0' }],
    ['401 authorization-malformed', { authorization: 'Bearer' }],
    ['401 authorization-malformed', { authorization: 'Basic dG9r' }],
    ['401 authorization-malformed', { authorization: ['Bearer tok-5f1c', 'Bearer x'] }],
    ['401 authorization-missing', {}],
    ['401 authorization-missing', signed('unknown')],
  ] as [string, PushHeaders][])('is %s', (expected, headers) => {
    expect(code(source, headers)).toBe(expected);
  });
});

describe('a push with a signature', () => {
  const source = push(null, 'shh');
  it.each([
    ['ok', signed('shh')],
    ['ok', signed('shh', seconds - 300)],
    ['ok', signed('shh', seconds + 300)],
    ['ok', { 'stet-signature': `t=${seconds}, v1=${'0'.repeat(64)}, v1=${sign('shh', seconds)}` }],
    ['ok', { 'stet-signature': `v1=${sign('shh', seconds).toUpperCase()},t=${seconds}` }],
    ['401 signature-expired', signed('shh', seconds - 301)],
    ['401 signature-expired', signed('shh', seconds + 301)],
    ['401 signature-wrong', signed('sshh')],
    ['401 signature-wrong', { 'stet-signature': `t=${seconds},v1=${sign('shh', seconds - 1)}` }],
    ['401 signature-malformed', { 'stet-signature': `t=${seconds}` }],
    ['401 signature-malformed', { 'stet-signature': `v1=${sign('shh', seconds)}` }],
    ['401 signature-malformed', { 'stet-signature': `t=${seconds},t=1,v1=${sign('shh', seconds)}` }],
    ['401 signature-malformed', { 'stet-signature': `t=-1,v1=${sign('shh', -1)}` }],
    ['401 signature-malformed', { 'stet-signature': `t=1e9,v1=${sign('shh', '1e9')}` }],
    ['401 signature-malformed', { 'stet-signature': `t=${seconds},v1=abcd` }],
    ['401 signature-malformed', { 'stet-signature': `t=${seconds}${`,v1=${'0'.repeat(64)}`.repeat(5)}` }],
    ['401 signature-malformed', { 'stet-signature': '' }],
    ['401 authorization-missing', { authorization: 'Bearer shh' }],
  ] as [string, PushHeaders][])('is %s', (expected, headers) => {
    expect(code(source, headers)).toBe(expected);
  });

  it('is refused when one byte is another', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (bytes, at, change) => {
          const header = { 'stet-signature': `t=${seconds},v1=${sign('shh', seconds, bytes)}` };
          const other = Uint8Array.from(bytes);
          other[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ change;
          expect(code(source, header, bytes)).toBe('ok');
          expect(code(source, header, other)).toBe('401 signature-wrong');
        },
      ),
    );
  });
});

describe('a source with both keys', () => {
  const source = push('tok', 'shh');
  it('takes either, and no wrong one beside a right one', () => {
    expect(code(source, { authorization: 'Bearer tok' })).toBe('ok');
    expect(code(source, signed('shh'))).toBe('ok');
    expect(code(source, { authorization: 'Bearer tok', ...signed('shh') })).toBe('ok');
    expect(code(source, { authorization: 'Bearer no', ...signed('shh') })).toBe('401 token-wrong');
    expect(code(source, { authorization: 'Bearer tok', ...signed('no') })).toBe('401 signature-wrong');
  });

  it('is closed when it has neither', () => {
    expect(code(push(null, null), { authorization: 'Bearer null' })).toBe('403 push-closed');
  });
});

describe('the identity of a push', () => {
  it('is nothing without headers', () => {
    expect(pushIdentity({})).toEqual({ ok: true, guid: null, version: null });
  });

  it('is any text, percent-encoded', () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
      .filter((value) => !/\p{Cc}|\p{Cs}/u.test(value));
    fc.assert(
      fc.property(text, text, (guid, version) => {
        const headers = {
          'stet-guid': encodeURIComponent(guid),
          'stet-version': encodeURIComponent(version),
        };
        expect(pushIdentity(headers)).toEqual({ ok: true, guid, version });
      }),
    );
  });

  it('may be plain ASCII as it stands', () => {
    expect(pushIdentity({ 'stet-guid': ' tag:meridian.example,2026:a+b ', 'stet-version': '2' })).toEqual({
      ok: true,
      guid: 'tag:meridian.example,2026:a+b',
      version: '2',
    });
  });

  it.each([
    ['identity-empty', ''],
    ['identity-empty', '   '],
    ['identity-encoding', '%'],
    ['identity-encoding', '100%zz'],
    ['identity-encoding', '%ff%fe'],
    ['identity-encoding', '%ED%A0%80'],
    ['identity-encoding', 'dépêche'],
    ['identity-control', 'a%00b'],
    ['identity-control', 'a%0Ab'],
    ['identity-control', 'a%C2%85b'],
    ['identity-control', 'a%7F'],
    ['identity-too-long', 'x'.repeat(1025)],
    ['identity-too-long', '%E0%A4%95'.repeat(342)],
    ['identity-repeated', ['a', 'b']],
  ] as [string, string | string[]][])('is refused with %s', (expected, value) => {
    expect(pushIdentity({ 'stet-guid': value })).toMatchObject({ ok: false, status: 400, code: expected });
    expect(pushIdentity({ 'stet-version': value })).toMatchObject({ ok: false, status: 400, code: expected });
  });
});
