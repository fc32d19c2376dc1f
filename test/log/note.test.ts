// Signed notes: round trips, the key IDs that others compute, and every wrong form refused.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toBase64, toHex, utf8 } from '../../src/log/bytes.ts';
import {
  addSignatures,
  COSIGNATURE,
  ED25519,
  formatNote,
  formatSignatures,
  formatVerifierKey,
  isKeyName,
  LONGEST_NOTE,
  MOST_SIGNATURES,
  openNote,
  parseNote,
  parseVerifierKey,
  signNote,
  verifierOf,
} from '../../src/log/note.ts';
import { crypto, keyOf, refusal } from './logs.ts';

const harbour = keyOf('harbour.example/log', 1);
const ferry = keyOf('ferry.example/log', 2);
const TEXT = 'The harbour bridge is open.\n\nIt was closed.\n';

describe('verifier keys', () => {
  it('go out and come back', () => {
    for (const verifier of [harbour.verifier, harbour.witness]) {
      const vkey = formatVerifierKey(verifier);
      expect(vkey).toMatch(/^harbour\.example\/log\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}$/);
      expect(refusal(() => parseVerifierKey(crypto, vkey))).toBe('nothing');
      const back = parseVerifierKey(crypto, vkey);
      expect(formatVerifierKey(back)).toBe(vkey);
      expect(back.type).toBe(verifier.type);
    }
    expect(toHex(harbour.verifier.keyId)).not.toBe(toHex(harbour.witness.keyId));
  });

  it('have the key ID that Go computes', () => {
    // The example key of Go's sumdb/note.
    const vkey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
    const verifier = parseVerifierKey(crypto, vkey);
    expect([verifier.name, toHex(verifier.keyId), verifier.type]).toEqual([
      'PeterNeumann',
      'c74f20a3',
      ED25519,
    ]);
    expect(formatVerifierKey(verifier)).toBe(vkey);
  });

  const good = formatVerifierKey(harbour.verifier);
  const [, id = '', key = ''] = /\+([0-9a-f]{8})\+(.*)$/.exec(good) ?? [];
  it.each([
    ['another name', `other.example/log+${id}+${key}`, 'key-id'],
    ['another ID', `harbour.example/log+00000000+${key}`, 'key-id'],
    ['an upper-case ID', `harbour.example/log+${'ABCDEF01'}+${key}`, 'form'],
    [
      'an unknown type',
      `harbour.example/log+${id}+${toBase64(Uint8Array.of(2, ...harbour.verifier.publicKey))}`,
      'type',
    ],
    ['a key too short', `harbour.example/log+${id}+${toBase64(Uint8Array.of(1, 2, 3))}`, 'public-key'],
    ['no key', `harbour.example/log+${id}+`, 'form'],
    ['base64 without padding', `harbour.example/log+${id}+AQ`, 'form'],
    ['a space in the name', `harbour example+${id}+${key}`, 'name'],
    ['a newline at the end', `${good}\n`, 'form'],
    ['no name', `+${id}+${key}`, 'form'],
    ['a name of megabytes', `${'h'.repeat(5_000_000)}+${id}+${key}`, 'form'],
    ['nothing', '', 'form'],
  ])('with %s are refused', (_, vkey, problem) => {
    expect(refusal(() => parseVerifierKey(crypto, vkey))).toBe(`log-key-wrong: ${problem}`);
  });

  it.each([
    '',
    'a b',
    'a+b',
    'a\tb',
    'a\nb',
    'a\u00a0b',
    'a\u2003b',
    'a\u0085b',
    'a\ud800b',
    'a\0b',
    'a'.repeat(1_025),
  ])('no name may be %.20j', (name) => {
    expect(isKeyName(name)).toBe(false);
    expect(refusal(() => verifierOf(crypto, name, ED25519, harbour.verifier.publicKey))).toBe(
      'log-key-wrong: name',
    );
  });
});

describe('a signed note', () => {
  it('opens with the key that signed it', () => {
    const note = signNote(crypto, TEXT, harbour.signer);
    expect(note).toBe(`${TEXT}\n${formatSignatures(parseNote(note).signatures)}`);
    expect(openNote(crypto, note, [harbour.verifier])).toEqual({ text: TEXT, verified: [harbour.verifier] });
  });

  it('opens with either key while one replaces the other, and tells which verified', () => {
    const note = signNote(crypto, TEXT, harbour.signer, ferry.signer);
    expect(openNote(crypto, note, [ferry.verifier]).verified).toEqual([ferry.verifier]);
    expect(openNote(crypto, note, [harbour.verifier, ferry.verifier]).verified).toHaveLength(2);
  });

  it('with any text round trips', () => {
    const line = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/[\0-\x1f]/g, ''));
    const text = fc.array(line, { minLength: 1 }).map((lines) => `${lines.join('\n')}\n`);
    fc.assert(
      fc.property(text, (any) => {
        const note = signNote(crypto, any, harbour.signer);
        expect(openNote(crypto, note, [harbour.verifier]).text).toBe(any);
        expect(formatNote(parseNote(note))).toBe(note);
      }),
      { numRuns: 200 },
    );
  });

  it('is told apart from unknown keys by name and ID together', () => {
    const note = signNote(crypto, TEXT, harbour.signer);
    const sameName = keyOf('harbour.example/log', 3).verifier;
    const sameId = { ...harbour.verifier, name: 'other.example/log' };
    expect(refusal(() => openNote(crypto, note, [sameName]))).toMatch(/^log-signature-missing/);
    expect(refusal(() => openNote(crypto, note, [sameId]))).toMatch(/^log-signature-missing/);
    expect(refusal(() => openNote(crypto, note, []))).toMatch(/^log-signature-missing/);
    // A key with the same name and ID as a known one has not signed for it.
    const posing = { ...harbour.verifier, publicKey: ferry.verifier.publicKey };
    expect(refusal(() => openNote(crypto, note, [posing]))).toBe('log-signature-wrong: harbour.example/log');
  });

  it('is refused with any character of its text changed', () => {
    const note = signNote(crypto, TEXT, harbour.signer);
    for (let at = 0; at < TEXT.length - 1; at++) {
      const other = `${note.slice(0, at)}${note[at] === 'x' ? 'y' : 'x'}${note.slice(at + 1)}`;
      expect(refusal(() => openNote(crypto, other, [harbour.verifier]))).toBe(
        'log-signature-wrong: harbour.example/log',
      );
    }
  });

  it('is refused when one of the known keys has not signed this text, though another has', () => {
    const wrong = parseNote(signNote(crypto, 'Another text.\n', ferry.signer)).signatures;
    const note = addSignatures(signNote(crypto, TEXT, harbour.signer), wrong);
    expect(refusal(() => openNote(crypto, note, [harbour.verifier, ferry.verifier]))).toBe(
      'log-signature-wrong: ferry.example/log',
    );
    expect(openNote(crypto, note, [harbour.verifier]).verified).toEqual([harbour.verifier]);
  });

  it('is refused when a second signature of the same key is wrong', () => {
    const wrong = parseNote(signNote(crypto, 'Another text.\n', harbour.signer)).signatures;
    const note = addSignatures(signNote(crypto, TEXT, harbour.signer), wrong);
    expect(refusal(() => openNote(crypto, note, [harbour.verifier]))).toMatch(/^log-signature-wrong/);
  });

  it("is not opened with a witness's key, which signs another message", () => {
    const note = signNote(crypto, TEXT, harbour.signer);
    expect(harbour.witness.type).toBe(COSIGNATURE);
    expect(refusal(() => openNote(crypto, note, [harbour.witness]))).toBe('log-key-wrong: type');
  });
});

describe('what is no note is refused', () => {
  const good = signNote(crypto, TEXT, harbour.signer);
  const line = formatSignatures(parseNote(good).signatures);
  it.each([
    ['nothing', '', 'no-signatures'],
    ['a text alone', TEXT.replace('\n\n', '\n'), 'no-signatures'],
    ['no blank line', `text\n${line}`, 'no-signatures'],
    ['no signature', 'text\n\n', 'no-signatures'],
    ['a blank line after the signatures', `${good}\n`, 'no-signatures'],
    ['no newline at the end', good.slice(0, -1), 'no-signatures'],
    ['carriage returns', good.replaceAll('\n', '\r\n'), 'characters'],
    ['a tab', good.replace('bridge', '\tbridge'), 'characters'],
    ['a NUL', good.replace('bridge', '\0'), 'characters'],
    ['a lone surrogate', good.replace('bridge', '\ud800'), 'characters'],
    ['a hyphen for the dash', good.replace('\u2014', '-'), 'signature-line'],
    ['an en dash', good.replace('\u2014', '\u2013'), 'signature-line'],
    ['two spaces', good.replace('\u2014 ', '\u2014  '), 'signature-line'],
    ['a space at the end', `${good.slice(0, -1)} \n`, 'signature-line'],
    [
      'a name with a no-break space',
      good.replace('harbour.example', 'harbour\u00a0example'),
      'signature-line',
    ],
    ['a name with plus', good.replace('harbour.example', 'harbour+example'), 'signature-line'],
    ['no signature after the ID', 'text\n\n\u2014 harbour.example/log AAAAAA==\n', 'signature-line'],
    ['base64 without padding', 'text\n\n\u2014 harbour.example/log AAAAAAA\n', 'signature-line'],
    ['base64 with bits left over', 'text\n\n\u2014 harbour.example/log AAAAAAB=\n', 'signature-line'],
    ['another line among the signatures', `${good}another line\n`, 'signature-line'],
    ['too many signatures', `text\n\n${line.repeat(MOST_SIGNATURES + 1)}`, 'too-many-signatures'],
    ['megabytes', `${'x'.repeat(LONGEST_NOTE)}${good}`, 'too-long'],
  ])('%s', (_, note, problem) => {
    expect(refusal(() => parseNote(note))).toBe(`log-note-wrong: ${problem}`);
    expect(refusal(() => openNote(crypto, note, [harbour.verifier]))).toBe(`log-note-wrong: ${problem}`);
  });

  it('but one with 16 signatures is a note', () => {
    const signers = Array.from({ length: 16 }, (_, seed) => keyOf(`witness${seed}.example`, seed + 1).signer);
    expect(
      openNote(crypto, signNote(crypto, TEXT, ...signers, harbour.signer), [harbour.verifier]).text,
    ).toBe(TEXT);
  });

  it('before it is signed', () => {
    expect(refusal(() => signNote(crypto, 'no newline', harbour.signer))).toBe('log-note-wrong: text');
    expect(refusal(() => signNote(crypto, 'a\rb\n', harbour.signer))).toBe('log-note-wrong: characters');
    expect(refusal(() => signNote(crypto, TEXT))).toBe('log-note-wrong: no-signatures');
    expect(refusal(() => signNote(crypto, TEXT, { ...harbour.signer, name: 'a b' }))).toBe(
      'log-key-wrong: name',
    );
    expect(
      refusal(() =>
        formatNote({ text: TEXT, signatures: [{ name: 'a\nb', keyId: utf8('abcd'), signature: utf8('e') }] }),
      ),
    ).toBe('log-note-wrong: signature-line');
  });

  it('nothing but a StetError comes of any text, and what is read is written the same', () => {
    const piece = fc.constantFrom(
      '\n',
      '\n\n',
      '\u2014 ',
      'a',
      ' ',
      'AAAAAAA=',
      line,
      '\r',
      '\ud800',
      '+',
      '=',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        if (refusal(() => parseNote(text)) === 'nothing') expect(formatNote(parseNote(text))).toBe(text);
      }),
      { numRuns: 2_000 },
    );
  });
});

it('a signature is added once', () => {
  const note = signNote(crypto, TEXT, harbour.signer);
  const more = parseNote(signNote(crypto, TEXT, ferry.signer)).signatures;
  const both = addSignatures(note, more);
  expect(parseNote(both).signatures).toHaveLength(2);
  expect(addSignatures(both, more)).toBe(both);
  expect(openNote(crypto, both, [ferry.verifier]).text).toBe(TEXT);
});
