// Verifier keys that somebody has configured or typed: a log's, or a witness's, with a sentence for people where one is wrong.

import { nodeCrypto } from '../log/node-crypto.ts';
import { COSIGNATURE, ED25519, parseVerifierKey, type Verifier } from '../log/note.ts';
import { StetError } from '../model/errors.ts';

/** @throws {StetError} `log-key-wrong` */
export const givenLogKey = (text: string): Verifier =>
  keyOf(text, ED25519, (why) => new StetError('log-key-wrong', complaint(text, 'of a log', why, 'log key')));

/** @throws {StetError} `witness-key-wrong` */
export const givenWitnessKey = (text: string): Verifier =>
  keyOf(
    text,
    COSIGNATURE,
    (why) => new StetError('witness-key-wrong', complaint(text, 'of a witness', why, 'witness --key')),
  );

function keyOf(text: string, type: number, wrong: (why: string) => StetError): Verifier {
  let verifier: Verifier;
  try {
    verifier = parseVerifierKey(nodeCrypto, text.trim());
  } catch (error) {
    if (!(error instanceof StetError)) throw error;
    throw wrong(`its ${String(error.facts.problem)} is wrong`);
  }
  if (verifier.type !== type) {
    throw wrong(type === ED25519 ? 'it is that of a witness' : 'it is that of a log');
  }
  return verifier;
}

const complaint = (text: string, whose: string, why: string, command: string): string =>
  `“${text}” is no key ${whose}: ${why}. \`stet ${command}\` prints it.`;
