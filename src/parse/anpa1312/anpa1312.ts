// anpa1312: not read yet.

import type { ParseContext, ParseStep, ParseSummary } from '../../model/parse-result.ts';
import { failure, failureStep } from '../failure.ts';

/** Yields the items of one transmission. It reads bytes, not text: what they mean is this format's own affair. */
export function* parseAnpa1312(
  _bytes: Uint8Array,
  _context: ParseContext,
): Generator<ParseStep, ParseSummary> {
  yield failureStep(failure('format-not-supported', 'anpa1312 is not read yet'));
  return { format: 'anpa1312', charset: null, feed: null };
}
