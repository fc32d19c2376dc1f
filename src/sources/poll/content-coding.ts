// Undoing Content-Encoding (RFC 9110 §8.4) without trusting it: each layer is streamed, so that the reader can refuse a
// decompression bomb after its first chunks, and leftovers after the end of the compressed data are an error.

import type { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib';
import { StetError } from '../../model/errors.ts';
import type { SourceLimits } from '../limits.ts';

/** What a request offers: everything undone here. */
export const ACCEPT_ENCODING = 'gzip, br, zstd, deflate';

type Chunks = AsyncIterable<Uint8Array>;
type Engine = Transform & { readonly bytesWritten: number };
type PickEngine = (firstByte: number) => Engine;

/**
 * The bytes with all codings undone, the last applied first.
 *
 * @throws {StetError} at once `encoding-unsupported`; while reading `encoding-broken`, `body-truncated`
 */
export function decode(body: Chunks, contentEncoding: string | null, limits: SourceLimits): Chunks {
  const codings = (contentEncoding ?? '')
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length > limits.contentCodings) {
    throw new StetError(
      'encoding-unsupported',
      `The answer is compressed ${codings.length} times over; at most ${limits.contentCodings} are undone`,
      { codings: codings.length },
    );
  }
  return codings
    .reverse()
    .map((coding) => ({ coding, pick: engineFor(coding, limits) }))
    .reduce<Chunks>((chunks, { coding, pick }) => undo(chunks, coding, pick), body);
}

function engineFor(coding: string, limits: SourceLimits): PickEngine {
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return () => createGunzip();
    case 'br':
      return () => createBrotliDecompress();
    case 'zstd':
      return () =>
        createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax]: limits.zstdWindowLog } });
    case 'deflate':
      // The name means zlib (RFC 1950), but some servers send raw deflate: the first byte tells.
      return (firstByte) => ((firstByte & 0x0f) === 8 ? createInflate() : createInflateRaw());
    default:
      throw new StetError('encoding-unsupported', `The answer is in the unknown coding “${coding}”`, {
        coding,
      });
  }
}

async function* undo(source: Chunks, coding: string, pick: PickEngine): AsyncGenerator<Uint8Array> {
  const input = source[Symbol.asyncIterator]();
  const first = await input.next();
  if (first.done === true) throw cutOff(coding);
  const engine = pick(first.value[0] ?? 0);
  let received = 0;
  const feeding = pipeline(async function* () {
    received += first.value.length;
    yield first.value;
    for await (const chunk of { [Symbol.asyncIterator]: () => input }) {
      received += chunk.length;
      yield chunk;
    }
  }, engine);
  // The same error comes out of the engine, where it is handled.
  feeding.catch(() => undefined);
  try {
    for await (const chunk of engine) yield chunk;
  } catch (error) {
    throw isEngineError(error) ? broken(coding, error) : error;
  }
  await feeding;
  // Node's engines stop without a word at the end of the first frame and drop the rest; that would be lost text.
  if (engine.bytesWritten !== received) {
    throw new StetError('encoding-broken', `The ${coding} data goes on after its own end`, {
      coding,
      bytes: received,
      used: engine.bytesWritten,
    });
  }
}

const isEngineError = (error: unknown): error is Error & { readonly code: string } =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  /^(Z_|ERR__|ERR_BROTLI|ZSTD_|ERR_ZSTD)/.test(error.code);

const broken = (coding: string, error: Error & { readonly code: string }): StetError =>
  error.code === 'Z_BUF_ERROR'
    ? cutOff(coding)
    : new StetError('encoding-broken', `The answer is not the ${coding} data that it says it is`, {
        coding,
        engine: error.code,
      });

const cutOff = (coding: string): StetError =>
  new StetError('body-truncated', `The ${coding} data ends before its end`, { coding });
