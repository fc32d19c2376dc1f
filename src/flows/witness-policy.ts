// Which witnesses a log asks, and how many of them it needs, as configured.

import { StetError } from '../model/errors.ts';
import { givenWitnessKey } from './given-key.ts';
import type { KnownWitness } from './witness-ask.ts';

/** As configured: `log.witnesses` and `log.quorum`. */
export interface WitnessPolicy {
  /** `url` is the witness's submission prefix, `key` its verifier key (type 0x04). */
  readonly witnesses: readonly { readonly url: string; readonly key: string }[];
  /** How many of them make a checkpoint cosigned. */
  readonly quorum: number;
}

/** @throws {StetError} `witness-key-wrong`, `witness-url-wrong`, `witness-policy-wrong` */
export function readPolicy({ witnesses, quorum }: WitnessPolicy): KnownWitness[] {
  const known = witnesses.map(({ url, key }) => ({ url: readUrl(url), verifier: givenWitnessKey(key) }));
  const keys = new Set(known.map(({ verifier }) => Buffer.from(verifier.publicKey).toString('hex')));
  if (keys.size < known.length) throw policyWrong('one witness stands there twice');
  if (known.length > 0 && (!Number.isInteger(quorum) || quorum < 1 || quorum > known.length)) {
    throw policyWrong(`the quorum must be from 1 to ${known.length}`);
  }
  return known;
}

const policyWrong = (why: string): StetError =>
  new StetError('witness-policy-wrong', `The witnesses can't be used so: ${why}`);

function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && (url.protocol === 'https:' || url.protocol === 'http:')) return url;
  throw new StetError('witness-url-wrong', `“${text}” is no address of a witness: https://…`, { url: text });
}
