// dpa-json: not read yet.

import type { FeedInfo, ParseContext, ParseStep } from '../../model/parse-result.ts';
import type { Decoded } from '../charset.ts';
import { failure, failureStep } from '../failure.ts';

/** Yields the items of a document. */
export function* parseDpaJson(
  _decoded: Decoded,
  _context: ParseContext,
): Generator<ParseStep, FeedInfo | null> {
  yield failureStep(failure('format-not-supported', 'dpa-json is not read yet'));
  return null;
}
