// Signed notes (C2SP signed-note): a text, a blank line, and one line for each signature. A note's text means nothing before a known key's
// signature over it has verified. Ed25519 (type 0x01) is verified here, cosignatures (type 0x04) in cosignature.ts, others are ignored.

import { StetError } from '../model/errors.ts';
import { concat, equal, fromBase64, fromHex, toBase64, toHex, utf8 } from './bytes.ts';
import type { LogCrypto, Sign } from './crypto.ts';

export const ED25519 = 0x01;
export const COSIGNATURE = 0x04;

/** UTF-16 code units. Sixteen post-quantum signatures of 5 kB would pass. */
export const LONGEST_NOTE = 131_072;
/** The specification asks for at least 16. */
export const MOST_SIGNATURES = 64;
const LONGEST_NAME = 1_024;
const LONGEST_VERIFIER_KEY = 2_048;
const PUBLIC_KEY_SIZE = 32;
const KEY_ID_SIZE = 4;

/** A key someone trusts, known by name and key id. */
export interface Verifier {
  readonly name: string;
  readonly keyId: Uint8Array;
  /** `ED25519` for a log's key, `COSIGNATURE` for a witness's. */
  readonly type: number;
  readonly publicKey: Uint8Array;
}

/** A key to sign with. */
export interface Signer {
  readonly name: string;
  readonly publicKey: Uint8Array;
  readonly sign: Sign;
}

/** One signature line. What `signature` holds depends on the key's type. */
export interface NoteSignature {
  readonly name: string;
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;
}

export interface Note {
  /** With its last newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** @throws {StetError} `log-key-wrong` for a name with spaces or plus, or a public key that is not 32 bytes. */
export function verifierOf(crypto: LogCrypto, name: string, type: number, publicKey: Uint8Array): Verifier {
  if (!isKeyName(name)) throw keyWrong('name');
  if (publicKey.length !== PUBLIC_KEY_SIZE) throw keyWrong('public-key');
  return { name, type, publicKey, keyId: keyIdOf(crypto, name, type, publicKey) };
}

/** The first four bytes of SHA-256(name ‖ newline ‖ type ‖ public key). */
export const keyIdOf = (crypto: LogCrypto, name: string, type: number, publicKey: Uint8Array): Uint8Array =>
  crypto.sha256(concat(utf8(`${name}\n`), Uint8Array.of(type), publicKey)).slice(0, KEY_ID_SIZE);

/** A verifier key as people pass it on: `<name>+<key id, hex>+<base64 of type ‖ public key>`. */
export function formatVerifierKey(verifier: Verifier): string {
  const { name, keyId, type, publicKey } = verifier;
  return `${name}+${toHex(keyId)}+${toBase64(concat(Uint8Array.of(type), publicKey))}`;
}

/**
 * @throws {StetError} `log-key-wrong`, with `problem` `form`, `name`, `type` (neither Ed25519 nor Ed25519 cosignature), `public-key` or
 * `key-id` (it is not that of this name and key).
 */
export function parseVerifierKey(crypto: LogCrypto, vkey: string): Verifier {
  const [, name, idText, keyText] =
    vkey.length > LONGEST_VERIFIER_KEY
      ? []
      : (/^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(vkey) ?? []);
  if (name === undefined || idText === undefined || keyText === undefined) throw keyWrong('form');
  const keyId = fromHex(idText);
  const key = fromBase64(keyText);
  const type = key?.[0];
  if (keyId === null || key === null || type === undefined) throw keyWrong('form');
  if (type !== ED25519 && type !== COSIGNATURE) throw keyWrong('type');
  const verifier = verifierOf(crypto, name, type, key.subarray(1));
  if (!equal(verifier.keyId, keyId)) throw keyWrong('key-id');
  return verifier;
}

/** Takes a note apart. Nothing in it is verified. @throws {StetError} `log-note-wrong`. */
export function parseNote(noteText: string): Note {
  if (noteText.length > LONGEST_NOTE) throw noteWrong('too-long');
  if (!noteText.isWellFormed() || /[\0-\x09\x0b-\x1f]/.test(noteText)) throw noteWrong('characters');
  const blank = noteText.lastIndexOf('\n\n');
  if (blank < 0) throw noteWrong('no-signatures');
  const signatures = parseSignatures(noteText.slice(blank + 2));
  return { text: noteText.slice(0, blank + 1), signatures };
}

/** The lines after a note's blank line, each with its newline; one at least. @throws {StetError} `log-note-wrong`. */
export function parseSignatures(lines: string): NoteSignature[] {
  if (lines.length > LONGEST_NOTE) throw noteWrong('too-long');
  if (!lines.endsWith('\n')) throw noteWrong('no-signatures');
  const each = lines.slice(0, -1).split('\n');
  if (each.length > MOST_SIGNATURES) throw noteWrong('too-many-signatures');
  return each.map(parseSignature);
}

function parseSignature(line: string): NoteSignature {
  const [, name, base64] = /^\u2014 ([^ ]+) ([A-Za-z0-9+/=]+)$/.exec(line) ?? [];
  const bytes = base64 === undefined ? null : fromBase64(base64);
  if (name === undefined || !isKeyName(name) || bytes === null || bytes.length <= KEY_ID_SIZE) {
    throw noteWrong('signature-line');
  }
  return { name, keyId: bytes.slice(0, KEY_ID_SIZE), signature: bytes.slice(KEY_ID_SIZE) };
}

/** @throws {StetError} `log-note-wrong` when what comes out would not be read back as it was. */
export function formatNote({ text, signatures }: Note): string {
  const noteText = `${text}\n${formatSignatures(signatures)}`;
  if (!text.endsWith('\n') || parseNote(noteText).text !== text) throw noteWrong('text');
  return noteText;
}

/** Signature lines, each with its newline. */
export function formatSignatures(signatures: readonly NoteSignature[]): string {
  return signatures
    .map(({ name, keyId, signature }) => `\u2014 ${name} ${toBase64(concat(keyId, signature))}\n`)
    .join('');
}

/** The note of this text, signed by each key with Ed25519. @throws {StetError} `log-note-wrong`, `log-key-wrong`. */
export function signNote(crypto: LogCrypto, text: string, ...signers: readonly Signer[]): string {
  const signatures = signers.map(({ name, publicKey, sign }) => {
    const { keyId } = verifierOf(crypto, name, ED25519, publicKey);
    return { name, keyId, signature: sign(utf8(text)) };
  });
  return formatNote({ text, signatures });
}

/** The note with these signatures added; one that stands there already is not added again. */
export function addSignatures(noteText: string, signatures: readonly NoteSignature[]): string {
  const note = parseNote(noteText);
  const lines = note.signatures.map((signature) => formatSignatures([signature]));
  const added = signatures.filter((signature) => !lines.includes(formatSignatures([signature])));
  return formatNote({ text: note.text, signatures: [...note.signatures, ...added] });
}

/**
 * The text of a note that at least one of these Ed25519 keys has signed, and which of them. Signatures of other keys are ignored.
 * @throws {StetError} `log-note-wrong` for its form, `log-signature-wrong` when the signature of one of the keys does not verify (even
 * when another's does), `log-signature-missing` when none of the keys has signed.
 */
export function openNote(
  crypto: LogCrypto,
  noteText: string,
  verifiers: readonly Verifier[],
): { readonly text: string; readonly verified: readonly Verifier[] } {
  const note = parseNote(noteText);
  const message = utf8(note.text);
  const verified = verifiers.filter((verifier) => {
    if (verifier.type !== ED25519) throw keyWrong('type');
    const own = signaturesOf(note, verifier);
    for (const { signature } of own) {
      if (!crypto.verifyEd25519(verifier.publicKey, message, signature)) throw signatureWrong(verifier);
    }
    return own.length > 0;
  });
  if (verified.length === 0) {
    throw new StetError('log-signature-missing', 'no known key has signed this note', {
      known: verifiers.map(({ name }) => name).join(' '),
    });
  }
  return { text: note.text, verified };
}

/** Signatures are told apart by name and key id together (signed-note, Signatures). */
export const signaturesOf = ({ signatures }: Note, { name, keyId }: Verifier): NoteSignature[] =>
  signatures.filter((signature) => signature.name === name && equal(signature.keyId, keyId));

export const signatureWrong = ({ name, keyId }: Verifier): StetError =>
  new StetError('log-signature-wrong', `the signature of ${name} does not verify`, {
    name,
    keyId: toHex(keyId),
  });

export const isKeyName = (name: string): boolean =>
  name !== '' &&
  name.length <= LONGEST_NAME &&
  name.isWellFormed() &&
  !/[\p{White_Space}+\0-\x1f]/u.test(name);

const noteWrong = (problem: string): StetError =>
  new StetError('log-note-wrong', `this is not a signed note: ${problem}`, { problem });

const keyWrong = (problem: string): StetError =>
  new StetError('log-key-wrong', `this is not a key that can be used here: ${problem}`, { problem });
