// Checkpoints, the cosignatures of witnesses and the policy that asks for them.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, fromUtf8, toBase64, uint64, utf8 } from '../../src/log/bytes.ts';
import {
  type Checkpoint,
  checkPolicy,
  cosign,
  cosignMessage,
  formatCheckpoint,
  openCheckpoint,
  type Policy,
  parseCheckpoint,
  signCheckpoint,
  verifyCosignature,
} from '../../src/log/checkpoint.ts';
import { addSignatures, signNote } from '../../src/log/note.ts';
import { crypto, keyOf, refusal } from './logs.ts';

const ORIGIN = 'harbour.example/log';
const log = keyOf(ORIGIN, 1);
const next = keyOf(ORIGIN, 2);
const witnesses = [
  keyOf('north.example/w', 11),
  keyOf('south.example/w', 12),
  keyOf('east.example/w', 13),
] as const;
const ROOT = new Uint8Array(32).fill(5);
const CHECKPOINT: Checkpoint = { origin: ORIGIN, size: 20_852_163, root: ROOT, extensions: [] };
const TEXT = `${ORIGIN}\n20852163\n${toBase64(ROOT)}\n`;
const TIME = 1_679_315_147;

describe('the text of a checkpoint', () => {
  it('is three lines and the extensions', () => {
    expect(formatCheckpoint(CHECKPOINT)).toBe(TEXT);
    expect(parseCheckpoint(TEXT)).toEqual(CHECKPOINT);
    expect(parseCheckpoint(`${TEXT}one\ntwo\n`).extensions).toEqual(['one', 'two']);
  });

  it('round trips', () => {
    const line = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .map((text) => text.replaceAll(/[\0-\x1f]/g, '') || 'x');
    const root = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(line, fc.maxSafeNat(), root, fc.array(line), (origin, size, hash, extensions) => {
        const checkpoint = { origin, size, root: hash, extensions };
        expect(parseCheckpoint(formatCheckpoint(checkpoint))).toEqual(checkpoint);
      }),
    );
  });

  it.each([
    ['nothing', '', 'line'],
    ['two lines', `${ORIGIN}\n5\n`, 'line'],
    ['no newline at the end', TEXT.slice(0, -1), 'line'],
    ['an empty origin', TEXT.replace(ORIGIN, ''), 'line'],
    ['an empty extension', `${TEXT}\n`, 'line'],
    ['an empty line between extensions', `${TEXT}one\n\ntwo\n`, 'line'],
    ['a carriage return', TEXT.replace('\n', '\r\n'), 'line'],
    ['a leading zero', TEXT.replace('20852163', '020852163'), 'size'],
    ['a sign', TEXT.replace('20852163', '+20852163'), 'size'],
    ['a negative size', TEXT.replace('20852163', '-1'), 'size'],
    ['a size that is not exact', TEXT.replace('20852163', '9007199254740993'), 'size'],
    ['a size in words', TEXT.replace('20852163', '2e7'), 'size'],
    ['a space after the size', TEXT.replace('20852163', '20852163 '), 'size'],
    ['a root of 31 bytes', TEXT.replace(toBase64(ROOT), toBase64(ROOT.subarray(1))), 'root'],
    ['a root of 33 bytes', TEXT.replace(toBase64(ROOT), toBase64(new Uint8Array(33))), 'root'],
    ['a root with bits left over', TEXT.replace('U=\n', 'V=\n'), 'root'],
    ['a root in the alphabet for URLs', TEXT.replace(/B/g, '_'), 'root'],
    ['megabytes', `${TEXT}${'x'.repeat(1_000_000)}\n`, 'too-long'],
  ])('is refused with %s', (_, text, problem) => {
    expect(refusal(() => parseCheckpoint(text))).toBe(`log-checkpoint-wrong: ${problem}`);
  });

  it.each([
    ['a newline in the origin', { ...CHECKPOINT, origin: 'a\nb' }],
    ['a size that is not whole', { ...CHECKPOINT, size: 1.5 }],
    ['a short root', { ...CHECKPOINT, root: ROOT.subarray(1) }],
    ['an empty extension', { ...CHECKPOINT, extensions: [''] }],
    ['two lines in an extension', { ...CHECKPOINT, extensions: ['a\nb'] }],
  ])('is not written with %s', (_, checkpoint) => {
    expect(refusal(() => formatCheckpoint(checkpoint))).toMatch(/^log-checkpoint-wrong/);
  });
});

describe('a signed checkpoint', () => {
  const note = signCheckpoint(crypto, CHECKPOINT, log.signer);

  it('opens for its origin and key', () => {
    expect(openCheckpoint(crypto, note, { origin: ORIGIN, verifiers: [log.verifier] })).toEqual({
      checkpoint: CHECKPOINT,
      text: TEXT,
      verified: [log.verifier],
    });
  });

  it('opens with the old key and with the new one while both sign', () => {
    const both = signCheckpoint(crypto, CHECKPOINT, log.signer, next.signer);
    for (const { verifier } of [log, next]) {
      expect(openCheckpoint(crypto, both, { origin: ORIGIN, verifiers: [verifier] }).verified).toEqual([
        verifier,
      ]);
    }
  });

  it('is refused for another origin, another key, or changed', () => {
    const open = (text: string, origin: string, verifier = log.verifier) =>
      refusal(() => openCheckpoint(crypto, text, { origin, verifiers: [verifier] }));
    expect(open(note, 'other.example/log')).toBe(`log-origin-wrong: ${ORIGIN}`);
    expect(open(note, ORIGIN, next.verifier)).toMatch(/^log-signature-missing/);
    expect(open(note.replace('20852163', '20852164'), ORIGIN)).toBe(`log-signature-wrong: ${ORIGIN}`);
    expect(open(signNote(crypto, 'no checkpoint\n', log.signer), ORIGIN)).toBe('log-checkpoint-wrong: line');
  });
});

describe('a cosignature', () => {
  const note = signCheckpoint(crypto, CHECKPOINT, log.signer);
  const [north, south] = witnesses;
  const cosigned = addSignatures(note, [cosign(crypto, note, north.signer, TIME)]);

  it('signs the two lines of tlog-cosignature and the text', () => {
    expect(fromUtf8(cosignMessage(TEXT, TIME))).toBe(`cosignature/v1\ntime 1679315147\n${TEXT}`);
    const { signature, keyId } = cosign(crypto, note, north.signer, TIME);
    expect(signature.length).toBe(72);
    expect(keyId).toEqual(north.witness.keyId);
    expect(signature.slice(0, 8)).toEqual(uint64(TIME));
    expect(crypto.verifyEd25519(north.witness.publicKey, cosignMessage(TEXT, TIME), signature.slice(8))).toBe(
      true,
    );
  });

  it('verifies with its time, and is nothing to who does not know the witness', () => {
    expect(verifyCosignature(crypto, cosigned, north.witness)).toBe(TIME);
    expect(verifyCosignature(crypto, cosigned, south.witness)).toBeNull();
    expect(verifyCosignature(crypto, note, north.witness)).toBeNull();
    expect(openCheckpoint(crypto, cosigned, { origin: ORIGIN, verifiers: [log.verifier] }).text).toBe(TEXT);
  });

  it('counts with the latest time of several', () => {
    const later = addSignatures(cosigned, [cosign(crypto, note, north.signer, TIME + 60)]);
    expect(verifyCosignature(crypto, later, north.witness)).toBe(TIME + 60);
    const earlier = addSignatures(later, [cosign(crypto, note, north.signer, TIME - 60)]);
    expect(verifyCosignature(crypto, earlier, north.witness)).toBe(TIME + 60);
  });

  const lying = (signature: Uint8Array) =>
    addSignatures(note, [{ name: north.witness.name, keyId: north.witness.keyId, signature }]);
  const honest = cosign(crypto, note, north.signer, TIME).signature;
  it.each([
    ['of another time', concat(uint64(TIME + 1), honest.slice(8))],
    [
      'of another checkpoint',
      cosign(crypto, signCheckpoint(crypto, { ...CHECKPOINT, size: 1 }, log.signer), north.signer, TIME)
        .signature,
    ],
    ['of another key', cosign(crypto, note, south.signer, TIME).signature],
    ['that is a plain signature', north.signer.sign(utf8(TEXT))],
    ['too short', honest.slice(1)],
    ['too long', concat(honest, Uint8Array.of(0))],
    ['of a time beyond all numbers', concat(new Uint8Array(8).fill(255), honest.slice(8))],
  ])('%s is refused', (_, signature) => {
    expect(refusal(() => verifyCosignature(crypto, lying(signature), north.witness))).toBe(
      'log-signature-wrong: north.example/w',
    );
  });

  it('does not count under the key ID of a plain signature', () => {
    const { name, keyId } = north.verifier;
    const other = addSignatures(note, [{ name, keyId, signature: honest }]);
    expect(refusal(() => verifyCosignature(crypto, other, north.verifier))).toMatch(/^log-signature-wrong/);
    expect(verifyCosignature(crypto, other, north.witness)).toBeNull();
  });

  it('is not given to what is no checkpoint, nor at no time', () => {
    const text = signNote(crypto, 'no checkpoint\n', log.signer);
    expect(refusal(() => cosign(crypto, text, north.signer, TIME))).toBe('log-checkpoint-wrong: line');
    for (const time of [-1, 0.5, Number.NaN, 2 ** 53]) {
      expect(refusal(() => cosign(crypto, note, north.signer, time))).toMatch(/^log-time-wrong/);
    }
  });
});

describe('a policy', () => {
  const note = signCheckpoint(crypto, CHECKPOINT, log.signer);
  const keys = witnesses.map(({ witness }) => witness);
  const policy = (quorum: number, more: Partial<Policy> = {}): Policy => ({
    logKeys: [log.verifier],
    witnesses: keys,
    quorum,
    ...more,
  });
  const cosignedBy = (count: number) =>
    addSignatures(
      note,
      witnesses.slice(0, count).map(({ signer }, at) => cosign(crypto, note, signer, TIME + at)),
    );

  it.each([
    [0, 0],
    [1, 0],
    [1, 1],
    [2, 2],
    [3, 2],
    [3, 3],
  ])('is satisfied by %i cosignatures where it asks for %i', (count, quorum) => {
    const { cosigned, checkpoint } = checkPolicy(crypto, cosignedBy(count), ORIGIN, policy(quorum));
    expect(checkpoint).toEqual(CHECKPOINT);
    expect(cosigned).toEqual(keys.slice(0, count).map((witness, at) => ({ witness, time: TIME + at })));
  });

  it.each([
    [0, 1],
    [1, 2],
    [2, 3],
  ])('is not by %i where it asks for %i', (count, quorum) => {
    expect(refusal(() => checkPolicy(crypto, cosignedBy(count), ORIGIN, policy(quorum)))).toBe(
      `log-quorum-missing: ${count}`,
    );
  });

  it('counts no witness twice, and no stranger', () => {
    const [north] = witnesses;
    const twice = addSignatures(cosignedBy(1), [cosign(crypto, note, north.signer, TIME + 9)]);
    expect(refusal(() => checkPolicy(crypto, twice, ORIGIN, policy(2)))).toBe('log-quorum-missing: 1');
    const stranger = addSignatures(cosignedBy(1), [
      cosign(crypto, note, keyOf('west.example/w', 14).signer, TIME),
    ]);
    expect(refusal(() => checkPolicy(crypto, stranger, ORIGIN, policy(2)))).toBe('log-quorum-missing: 1');
  });

  it("needs the log's own signature whatever the witnesses say", () => {
    const other = signCheckpoint(crypto, CHECKPOINT, keyOf(ORIGIN, 9).signer);
    const all = addSignatures(
      other,
      witnesses.map(({ signer }) => cosign(crypto, other, signer, TIME)),
    );
    expect(refusal(() => checkPolicy(crypto, all, ORIGIN, policy(3)))).toMatch(/^log-signature-missing/);
  });

  it.each([
    ['more than there are', policy(4), 'quorum'],
    ['a fraction', policy(0.5), 'quorum'],
    ['less than none', policy(-1), 'quorum'],
    [
      'one witness under two names',
      policy(2, { witnesses: [keyOf('a.example', 11).witness, keyOf('b.example', 11).witness] }),
      'witness-twice',
    ],
    ['a log key for a witness', policy(1, { witnesses: [log.verifier] }), 'witness-key-type'],
    ['a witness for the log', policy(0, { logKeys: [log.witness] }), 'log-key-type'],
  ])('can not be %s', (_, wrong, problem) => {
    expect(refusal(() => checkPolicy(crypto, cosignedBy(3), ORIGIN, wrong))).toBe(
      `log-policy-wrong: ${problem}`,
    );
  });
});
