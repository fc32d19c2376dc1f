// What a page shows against what the log has committed to: the digests of headline, text and markup. For any kind of tree; the page may be
// anybody's. The check in readers' browsers (verify/page-steps.ts) shows each of these as a step of its own, so it compares for itself.

import { type MarkupReader, markupOf } from '../text/tree-markup.ts';
import { wireMarkup } from '../text/wire-markup.ts';
import { type TreeReader, wireTextOf } from '../text/wire-text.ts';
import { toHex, utf8 } from './bytes.ts';
import type { LogCrypto } from './crypto.ts';
import type { WireRecord } from './record.ts';

/** For a page's text and for its markup. */
export type PageReader<N> = TreeReader<N> & MarkupReader<N>;

/** The elements of a page that were logged. Lists: with two headlines or two texts a page shows more than was proved. */
export interface PageTexts<N> {
  readonly headlines: readonly N[];
  readonly bodies: readonly N[];
}

/** What is wrong, in words that follow "the page": `null` when nothing is. */
export function pageProblem<N>(
  crypto: LogCrypto,
  { headlines, bodies }: PageTexts<N>,
  record: WireRecord,
  reader: PageReader<N>,
): string | null {
  const [headline] = headlines;
  const [body] = bodies;
  if (headline === undefined) return 'has no headline';
  if (headlines.length > 1) return 'has more than one headline';
  if (bodies.length > 1) return 'has more than one text';
  const digest = (text: string): string => toHex(crypto.sha256(utf8(text)));

  const title = wireTextOf(headline, reader);
  if (!title.ok || digest(title.text) !== record.headline_sha256)
    return 'has another headline than was logged';
  if (body === undefined) return digest('') === record.text_sha256 ? null : 'lacks the text';
  const text = wireTextOf(body, reader);
  if (!text.ok) return `has a text that can't be verified: ${text.message} (${text.path})`;
  if (digest(text.text) !== record.text_sha256) return 'has another text than was logged';
  // The text was found right, so the tree is one of which markup can be written.
  if (digest(wireMarkup(markupOf(body, reader))) !== record.html_sha256)
    return 'has other markup or links than were logged';
  return null;
}
