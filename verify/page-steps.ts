// The steps about the page in front of the reader: headline, text, markup and label, each against what the log committed to.

import { toHex, utf8 } from '../src/log/bytes.ts';
import type { Link } from '../src/log/chain.ts';
import type { LeafKind } from '../src/log/leaf.ts';
import type { WireRecord } from '../src/log/record.ts';
import { type DomElement, markupOfDom } from '../src/text/tree-markup.ts';
import { wireMarkup } from '../src/text/wire-markup.ts';
import { wireTextOfDom } from '../src/text/wire-text.ts';
import { scriptCrypto } from './crypto.ts';
import { labelSays } from './labels.ts';
import type { Entry } from './log-steps.ts';
import { type Checked, type Step, stepOf, without } from './steps.ts';
import type { PageParts, Story } from './story.ts';

/** SHA-256 in lower-case hexadecimal. */
const digest = (text: string): string => toHex(scriptCrypto.sha256(utf8(text)));

const NO_TEXT = digest('');

export function checkHeadline(page: PageParts | null, record: WireRecord | null): Step {
  if (page === null) return stepOf('headline', 'page-missing');
  if (record === null) return stepOf('headline', 'not-reached');
  const expected = record.headline_sha256;
  if (expected === '') return stepOf('headline', 'nothing-public');
  const [headline, second] = page.headlines;
  if (headline === undefined) return stepOf('headline', 'headline-missing');
  if (second !== undefined) return stepOf('headline', 'headline-twice');
  const text = wireTextOfDom(headline);
  if (!text.ok) return stepOf('headline', 'headline-differs', { why: text.code, place: text.path });
  const computed = digest(text.text);
  if (computed !== expected) return stepOf('headline', 'headline-differs', { expected, computed });
  return stepOf('headline', 'headline-same', { expected });
}

/** The text that was compared: its element, `null` for a story that is a headline only. */
interface Body {
  readonly element: DomElement | null;
}

export function checkText(page: PageParts | null, record: WireRecord | null): Checked<Body> {
  if (page === null) return without('text', 'page-missing');
  if (record === null) return without('text', 'not-reached');
  const expected = record.text_sha256;
  if (expected === '') return without('text', 'nothing-public');
  const [element, second] = page.bodies;
  if (second !== undefined) return without('text', 'body-twice');
  if (element === undefined) {
    if (expected !== NO_TEXT) return without('text', 'body-missing');
    return { step: stepOf('text', 'text-none'), value: { element: null } };
  }
  const text = wireTextOfDom(element);
  if (!text.ok) return without('text', 'text-unverifiable', { why: text.code, place: text.path });
  const computed = digest(text.text);
  if (computed !== expected) return without('text', 'text-differs', { expected, computed });
  return { step: stepOf('text', 'text-same', { expected }), value: { element } };
}

/** Only where the text has been found right: then the tree is one that can be written down. */
export function checkMarkup(page: PageParts | null, body: Body | null, record: WireRecord | null): Step {
  if (page === null) return stepOf('markup', 'page-missing');
  if (body === null || record === null) return stepOf('markup', 'not-reached');
  const expected = record.html_sha256;
  const computed = digest(wireMarkup(body.element === null ? '' : markupOfDom(body.element)));
  if (computed !== expected) return stepOf('markup', 'markup-differs', { expected, computed });
  return stepOf('markup', 'markup-same', { expected });
}

/** @param history the item's leaves, proved; empty where they could not be. */
export function checkLabel({ page, madeWith }: Story, entry: Entry | null, history: readonly Link[]): Step {
  if (page === null) return stepOf('label', 'page-missing');
  if (entry === null) return stepOf('label', 'not-reached');
  const [line, second] = page.labels;
  if (line === undefined) return stepOf('label', 'label-missing');
  if (second !== undefined) return stepOf('label', 'label-twice');
  const says = labelSays(line);
  if (says === null) return stepOf('label', 'label-words');

  const links = history.length > 0 ? history : [entry];
  const reviewed = reviewOf(links, entry);
  if (says === 'read') {
    const known =
      reviewed !== null && (madeWith === null || reviewed.index <= Math.max(madeWith, entry.index));
    return known
      ? stepOf('label', 'label-read', { logged: reviewed.leaf.logged })
      : stepOf('label', 'label-claims-read');
  }
  if (reviewed === null) return stepOf('label', 'label-unread');
  const { index, leaf } = reviewed;
  // The page is honest when it was made before anybody had read the story.
  const before = madeWith !== null && madeWith < index;
  return stepOf('label', before ? 'label-read-since' : 'label-claims-unread', { index, logged: leaf.logged });
}

const NEW_TEXT: readonly LeafKind[] = ['publish', 'correct', 'restore'];

/** The leaf that says that the text of this entry has been read by an editor while it stood. */
function reviewOf(links: readonly Link[], { index, leaf }: Entry): Link | null {
  const replaced = links.find((link) => link.index > index && NEW_TEXT.includes(link.leaf.kind));
  const until = links.filter((link) => replaced === undefined || link.index < replaced.index);
  const shown = until.findLast((link) => NEW_TEXT.includes(link.leaf.kind));
  const after = until.filter((link) => shown === undefined || link.index > shown.index);
  return after.find((link) => link.leaf.kind === 'review' && link.leaf.ver === leaf.ver) ?? null;
}
