// email: not read yet.

import type { ParseContext, ParseStep, ParseSummary } from '../../model/parse-result.ts';
import { failure, failureStep } from '../failure.ts';

/** Reads an attachment in whatever format it is in. */
export type ParsePart = (bytes: Uint8Array, context: ParseContext) => Generator<ParseStep, ParseSummary>;

/** Yields the items of one transmission. It reads bytes, not text: what they mean is this format's own affair. */
export function* parseEmail(
  _bytes: Uint8Array,
  _context: ParseContext,
  _parsePart: ParsePart,
): Generator<ParseStep, ParseSummary> {
  yield failureStep(failure('format-not-supported', 'email is not read yet'));
  return { format: 'email', charset: null, feed: null };
}
