// Proof files and the messages between a log and a witness: what goes out comes back, what was tampered with is refused.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toBase64, utf8 } from '../../src/log/bytes.ts';
import { cosign, type Policy, signCheckpoint, verifyCosignature } from '../../src/log/checkpoint.ts';
import { proveConsistency, proveInclusion } from '../../src/log/merkle.ts';
import { addSignatures } from '../../src/log/note.ts';
import { formatProof, LONGEST_PROOF_FILE, parseProof, verifyProof } from '../../src/log/proof.ts';
import {
  formatAddCheckpoint,
  formatCosignatures,
  formatKnownSize,
  LONGEST_REQUEST,
  parseAddCheckpoint,
  parseCosignatures,
  parseKnownSize,
} from '../../src/log/witness.ts';
import { crypto, entriesOf, keyOf, logOf, plain, refusal } from './logs.ts';

const ORIGIN = 'harbour.example/log';
const key = keyOf(ORIGIN, 1);
const north = keyOf('north.example/w', 11);
const SIZE = 300;
const entries = entriesOf(SIZE);
const log = logOf(entries);
const POLICY: Policy = { logKeys: [key.verifier], witnesses: [north.witness], quorum: 0 };
const EXPECTED = { origin: ORIGIN, policy: POLICY };
const note = signCheckpoint(
  crypto,
  { origin: ORIGIN, size: SIZE, root: log.root, extensions: [] },
  key.signer,
);

const entry = (index: number): Uint8Array => entries[index] ?? utf8('');
const hashes = (index: number) => proveInclusion(crypto, index, SIZE, log.readNodes);

describe('a proof file', () => {
  it('is written as tlog-proof says', async () => {
    const [first, ...rest] = await hashes(7);
    const text = formatProof({ extra: entry(7), index: 7, hashes: await hashes(7), checkpoint: note });
    expect(text.split('\n').slice(0, 4)).toEqual([
      'c2sp.org/tlog-proof@v1',
      `extra ${toBase64(entry(7))}`,
      'index 7',
      toBase64(first ?? utf8('')),
    ]);
    expect(text.split('\n')[4 + rest.length]).toBe('');
    expect(text.endsWith(`\n\n${note}`)).toBe(true);
    const without = formatProof({ extra: null, index: 7, hashes: [], checkpoint: note });
    expect(without).toBe(`c2sp.org/tlog-proof@v1\nindex 7\n\n${note}`);
    expect(parseProof(without).extra).toBeNull();
  });

  it('round trips', () => {
    const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
    const extra = fc.option(fc.uint8Array({ maxLength: 500 }));
    const proofs = fc.array(hash, { maxLength: 63 });
    fc.assert(
      fc.property(extra, fc.maxSafeNat(), proofs, fc.string(), (more, index, path, checkpoint) => {
        const proof = { extra: more, index, hashes: path, checkpoint };
        expect(parseProof(formatProof(proof))).toEqual(proof);
      }),
    );
  });

  it('proves its leaf, of every place', async () => {
    for (let index = 0; index < SIZE; index++) {
      const text = formatProof({ extra: entry(index), index, hashes: await hashes(index), checkpoint: note });
      expect(verifyProof(crypto, text, entry(index), EXPECTED)).toMatchObject({
        index,
        checkpoint: { size: SIZE, origin: ORIGIN },
        verified: [key.verifier],
        cosigned: [],
      });
    }
  });

  it('tells who cosigned, and is refused where too few did', async () => {
    const witnessed = addSignatures(note, [cosign(crypto, note, north.signer, 1_700_000_000)]);
    const proof = { extra: null, index: 7, hashes: await hashes(7) };
    const expected = { origin: ORIGIN, policy: { ...POLICY, quorum: 1 } };
    expect(
      verifyProof(crypto, formatProof({ ...proof, checkpoint: witnessed }), entry(7), expected).cosigned,
    ).toEqual([{ witness: north.witness, time: 1_700_000_000 }]);
    expect(
      refusal(() => verifyProof(crypto, formatProof({ ...proof, checkpoint: note }), entry(7), expected)),
    ).toBe('log-quorum-missing: 0');
  });

  it('of another leaf, place, log, key or checkpoint is refused', async () => {
    const proof = { extra: entry(7), index: 7, hashes: await hashes(7), checkpoint: note };
    const check = (change: Partial<typeof proof>, leaf = entry(7), expected = EXPECTED) =>
      refusal(() => verifyProof(crypto, formatProof({ ...proof, ...change }), leaf, expected));
    expect(check({})).toBe('nothing');
    // The extra data vouches for nothing: the leaf that counts is the one asked about.
    expect(check({}, entry(8))).toBe('log-inclusion-wrong: root');
    expect(check({ extra: entry(8) })).toBe('nothing');
    expect(check({ index: 8 })).toBe('log-inclusion-wrong: root');
    expect(check({ index: SIZE })).toBe('log-inclusion-wrong: range');
    expect(check({ hashes: proof.hashes.slice(1) })).toBe('log-inclusion-wrong: length');
    expect(check({ hashes: proof.hashes.toReversed() })).toBe('log-inclusion-wrong: root');
    expect(check({ checkpoint: note.replace('300', '301') })).toBe(`log-signature-wrong: ${ORIGIN}`);
    expect(check({}, entry(7), { ...EXPECTED, origin: 'other.example/log' })).toBe(
      `log-origin-wrong: ${ORIGIN}`,
    );
    const stranger = { ...POLICY, logKeys: [keyOf(ORIGIN, 5).verifier] };
    expect(check({}, entry(7), { ...EXPECTED, policy: stranger })).toMatch(/^log-signature-missing/);
    const older = logOf(entries.slice(0, 290));
    const olderNote = signCheckpoint(
      crypto,
      { origin: ORIGIN, size: 290, root: older.root, extensions: [] },
      key.signer,
    );
    expect(check({ checkpoint: olderNote })).toMatch(/^log-inclusion-wrong: (length|root)$/);
  });

  it('is refused with any character changed', async () => {
    const text = formatProof({ extra: null, index: 7, hashes: await hashes(7), checkpoint: note });
    const known = /^log-(proof|inclusion|note|signature|checkpoint|origin)-(wrong|missing)/;
    for (let at = 0; at < text.length; at++) {
      const other = `${text.slice(0, at)}${text[at] === 'x' ? 'y' : 'x'}${text.slice(at + 1)}`;
      expect(refusal(() => verifyProof(crypto, other, entry(7), EXPECTED))).toMatch(known);
    }
    for (let length = 0; length < text.length; length++) {
      expect(refusal(() => verifyProof(crypto, text.slice(0, length), entry(7), EXPECTED))).toMatch(known);
    }
  });

  const HASH = toBase64(new Uint8Array(32));
  const HEAD = 'c2sp.org/tlog-proof@v1\n';
  it.each([
    ['nothing', '', 'first-line'],
    ['another version', 'c2sp.org/tlog-proof@v2\nindex 0\n\n', 'first-line'],
    ['carriage returns', 'c2sp.org/tlog-proof@v1\r\nindex 0\r\n\r\n', 'first-line'],
    ['no checkpoint', `${HEAD}index 0\n${HASH}\n`, 'no-checkpoint'],
    ['no index', `${HEAD}${HASH}\n\n`, 'index'],
    ['a leading zero', `${HEAD}index 01\n\n`, 'index'],
    ['an index too large', `${HEAD}index 9007199254740992\n\n`, 'index'],
    ['a negative index', `${HEAD}index -1\n\n`, 'index'],
    ['the index twice', `${HEAD}index 1\nindex 1\n\n`, 'hash'],
    ['extra data twice', `${HEAD}extra AA==\nextra AA==\nindex 1\n\n`, 'index'],
    ['extra data after the index', `${HEAD}index 1\nextra AA==\n\n`, 'hash'],
    ['extra data that is not base64', `${HEAD}extra A\nindex 1\n\n`, 'extra'],
    ['a short hash', `${HEAD}index 1\n${toBase64(new Uint8Array(31))}\n\n`, 'hash'],
    ['a space after a hash', `${HEAD}index 1\n${HASH} \n\n`, 'hash'],
    ['64 hashes', `${HEAD}index 1\n${`${HASH}\n`.repeat(64)}\n`, 'too-many-hashes'],
    ['megabytes', `${HEAD}${'x'.repeat(LONGEST_PROOF_FILE)}`, 'too-long'],
  ])('with %s is refused', (_, text, problem) => {
    expect(refusal(() => parseProof(text))).toBe(`log-proof-wrong: ${problem}`);
  });
});

describe('a request to a witness', () => {
  it('is written as tlog-witness says, and read back', async () => {
    const proof = plain(await proveConsistency(crypto, 290, SIZE, log.readNodes));
    const body = formatAddCheckpoint({ oldSize: 290, proof, checkpoint: note });
    expect(body).toBe(`old 290\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${note}`);
    expect(parseAddCheckpoint(body)).toEqual({ oldSize: 290, proof, checkpoint: note });
    const first = formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint: note });
    expect(first).toBe(`old 0\n\n${note}`);
    expect(parseAddCheckpoint(first)).toEqual({ oldSize: 0, proof: [], checkpoint: note });
  });

  const HASH = toBase64(new Uint8Array(32));
  it.each([
    ['nothing', '', 'no-checkpoint'],
    ['no blank line', 'old 0\n', 'no-checkpoint'],
    ['no old size', `${HASH}\n\n${note}`, 'old-size'],
    ['a leading zero', `old 00\n\n${note}`, 'old-size'],
    ['another word', `new 0\n\n${note}`, 'old-size'],
    ['a blank line first', `\n\n${note}`, 'old-size'],
    ['a short hash', `old 1\nAAAA\n\n${note}`, 'hash'],
    ['64 hashes', `old 1\n${`${HASH}\n`.repeat(64)}\n${note}`, 'too-many-hashes'],
    ['megabytes', `old 1\n\n${'x'.repeat(LONGEST_REQUEST)}`, 'too-long'],
  ])('with %s is refused', (_, body, problem) => {
    expect(refusal(() => parseAddCheckpoint(body))).toBe(`log-request-wrong: ${problem}`);
  });
});

describe('the answers of a witness', () => {
  it('cosignatures, added to the note they are of', () => {
    const body = formatCosignatures([cosign(crypto, note, north.signer, 1_700_000_000)]);
    expect(body).toMatch(/^\u2014 north\.example\/w [A-Za-z0-9+/]+={0,2}\n$/);
    const cosigned = addSignatures(note, parseCosignatures(body));
    expect(verifyCosignature(crypto, cosigned, north.witness)).toBe(1_700_000_000);
    for (const wrong of ['', '\n', 'OK\n', body.slice(0, -1), `${body}\n`]) {
      expect(refusal(() => parseCosignatures(wrong))).toMatch(/^log-note-wrong/);
    }
  });

  it('the size it has', () => {
    expect(formatKnownSize(290)).toBe('290\n');
    expect(parseKnownSize('290\n')).toBe(290);
    for (const wrong of ['', '290', '0290\n', '290\n\n', '290\r\n', '-1\n', '9007199254740992\n']) {
      expect(parseKnownSize(wrong)).toBeNull();
    }
  });
});
