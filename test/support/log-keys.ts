// Keys for invented logs and witnesses, from fixed seeds: the same in every run.

import { ed25519FromSeed, nodeCrypto } from '../../src/log/node-crypto.ts';
import { COSIGNATURE, ED25519, type Signer, type Verifier, verifierOf } from '../../src/log/note.ts';

export const testSigner = (name: string, seed: number): Signer => ({
  name,
  ...ed25519FromSeed(new Uint8Array(32).fill(seed)),
});

/** Of plain signatures, as logs make them. */
export const logVerifier = ({ name, publicKey }: Signer): Verifier =>
  verifierOf(nodeCrypto, name, ED25519, publicKey);

/** Of cosignatures. */
export const witnessVerifier = ({ name, publicKey }: Signer): Verifier =>
  verifierOf(nodeCrypto, name, COSIGNATURE, publicKey);
