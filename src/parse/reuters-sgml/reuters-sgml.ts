// Reuters-21578 (distribution 1.0, its README and lewis.dtd): an archive of 1987 in SGML to try Stet with, by `stet import`.
// Many <REUTERS> records in one file. It is no XML: `>` stands bare, control characters are written &#3;. Profile reuters-sgml/1:
//   headline  TITLE; where a text was not taken apart (TYPE="UNPROC") its first line
//   body      all else inside TEXT in its order: AUTHOR, DATELINE, BODY and what stands loose between them
//   identity  NEWID

import type { FeedInfo, ParseContext, ParseFailure, ParseStep } from '../../model/parse-result.ts';
import { type Decoded, damageIn } from '../charset.ts';
import { failure, failureStep, type Place, placeFinder } from '../failure.ts';
import { buildItem } from '../item.ts';
import { readRecord } from './record.ts';

/** Yields an item for each record, or the failure that stands in its place. */
export function* parseReutersSgml(
  decoded: Decoded,
  context: ParseContext,
): Generator<ParseStep, FeedInfo | null> {
  const placeOf = placeFinder(decoded.text);
  let index = 0;
  for (const record of recordsOf(decoded.text)) {
    const at = () => placeOf(record.start);
    if (index === context.limits.items) {
      yield failureStep(failure('too-many-items', `more than ${context.limits.items} items`, at()));
      return null;
    }
    const trouble = unreadable(record, decoded, context, at, index);
    if (trouble !== null) yield failureStep(trouble);
    else
      yield buildItem(readRecord(record.text), context, {
        index,
        at,
        repeated: NOTHING_REPEATED,
      });
    index += 1;
  }
  return null;
}

const NOTHING_REPEATED: ReadonlySet<string> = new Set();

interface Span {
  readonly text: string;
  /** UTF-16 code units into the decoded input. */
  readonly start: number;
  readonly end: number;
  /** Its end tag is there. */
  readonly whole: boolean;
}

const OPENING = /<REUTERS[\s>]/g;
const CLOSING = '</REUTERS>';

/** The records as they stand. One without an end tag reaches to the next one's start. */
function* recordsOf(text: string): Generator<Span> {
  const opening = new RegExp(OPENING);
  let found = opening.exec(text);
  while (found !== null) {
    const start = found.index;
    found = opening.exec(text);
    const limit = found?.index ?? text.length;
    const record = text.slice(start, limit);
    const closing = record.lastIndexOf(CLOSING);
    const end = closing < 0 ? record.length : closing;
    yield { text: record.slice(0, end), start, end: start + end, whole: closing >= 0 };
  }
}

function unreadable(
  { start, end, whole }: Span,
  decoded: Decoded,
  { limits }: ParseContext,
  at: () => Place,
  index: number,
): ParseFailure | null {
  if (!whole) return failure('sgml-cut-off', 'the record has no end tag </REUTERS>', at(), index);
  if (end - start > limits.itemText)
    return failure(
      'item-too-long',
      `${end - start} characters; the limit is ${limits.itemText}`,
      at(),
      index,
    );
  const damage = damageIn(decoded, start, end);
  if (damage === undefined) return null;
  return failure('charset-undecodable', `byte ${damage.byte} is not UTF-8`, at(), index);
}
