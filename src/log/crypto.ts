// The two cryptographic operations the log needs, handed in by whoever calls: Node has its own, a browser in an insecure context has no
// WebCrypto and brings one in script. Synchronous, so that everything in this room reads straight down.

export interface LogCrypto {
  /** 32 bytes. */
  sha256(bytes: Uint8Array): Uint8Array;
  /** RFC 8032. `publicKey` is 32 bytes, `signature` 64. False for whatever does not verify; never throws. */
  verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
}

/** RFC 8032 Ed25519: 64 bytes over the message, by a key that stays where it is. */
export type Sign = (message: Uint8Array) => Uint8Array;
