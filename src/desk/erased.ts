// What is left of a story's facts after a takedown: what orders them and what recognises the story should it come again. No word of it.

import type {
  ArrivalFact,
  DecisionFact,
  Entry,
  Fact,
  FailureFact,
  Reason,
  VersionFact,
} from '../model/facts.ts';
import type { ItemId, Seq, Sha256 } from '../model/ids.ts';
import type { ParsedItem } from '../model/item.ts';
import { sha256 } from '../text/digest.ts';

/** UTF-16 code units from which a text is taken for the same story wherever it comes up; shorter ones may be anybody's. */
const KNOWN_AGAIN_FROM = 200;

/** Digests by which versions are known again under another guid. */
export const blocksOf = (versions: readonly VersionFact[]): Sha256[] => [
  ...new Set(versions.flatMap(({ digest, parsed }) => [digest, ...textBlock(parsed)])),
];

/** The digests of a version that a takedown's `blocks` may name. */
export const blockedAs = (digest: Sha256, parsed: ParsedItem): Sha256[] => [digest, ...textBlock(parsed)];

const textBlock = ({ text, textSha256 }: ParsedItem): Sha256[] =>
  text.length < KNOWN_AGAIN_FROM ? [] : [textSha256];

/** @param by the takedown's sequence number. */
export const erasedVersion = (fact: VersionFact, by: Seq): VersionFact => ({
  ...fact,
  parsed: erasedItem(fact.parsed),
  erasedBy: by,
});

/** The code by which everything refuses to publish a version that was erased. */
export const ERASED = 'taken-down';

const erasedItem = ({ format, provider, versionCreated }: ParsedItem): ParsedItem => ({
  format,
  provider,
  guid: '',
  version: null,
  versionCreated,
  firstCreated: null,
  status: 'usable',
  kind: 'story',
  signals: [],
  headline: null,
  slugline: null,
  byline: null,
  dateline: null,
  credit: null,
  urgency: null,
  language: null,
  direction: null,
  subjects: [],
  keywords: [],
  places: [],
  embargoedUntil: null,
  expires: null,
  edNote: null,
  rights: { copyright: null, usageTerms: null, licence: null },
  related: [],
  media: [],
  summary: null,
  link: null,
  signOff: null,
  disclaimer: null,
  bodyHtml: '',
  text: '',
  refusal: { code: ERASED, message: 'The text was erased by a takedown.' },
  textSha256: sha256(''),
  warnings: [],
});

/** A rule's reason may quote the copy; a person's names the person alone. The path held words of the headline. */
export const erasedDecision = (fact: DecisionFact): DecisionFact => ({
  ...fact,
  reasons: fact.config === null ? fact.reasons : fact.reasons.map(erasedReason),
  path: fact.path === null ? null : erasedPath(fact.path, fact.item),
});

const erasedReason = ({ code }: Reason): Reason => ({
  code,
  message: 'What this reason said was erased with the story.',
  detail: null,
});

/** A post's address without the headline's words: its section and the item's id. The notice stands there and where the post stood. */
export const erasedPath = (path: string, item: ItemId): string => `/${path.split('/')[1] ?? ''}/${item}`;

/** File names and a sender's guid may tell the story too. A polled address is the feed's. */
export const erasedArrival = (fact: ArrivalFact, by: Seq): ArrivalFact => ({
  ...fact,
  origin: fact.transport === 'poll' ? fact.origin : null,
  baseUrl: fact.transport === 'poll' ? fact.baseUrl : null,
  guid: null,
  version: null,
  erasedBy: by,
});

/** The place stays; the message may quote the copy. */
export const erasedFailure = (fact: FailureFact): FailureFact => ({
  ...fact,
  failure: { ...fact.failure, message: 'What stood here was erased with a story that was taken down.' },
});

/** What becomes of an entry of an item that is taken down; the same entry where nothing of it tells the story. */
export function erasedEntry(entry: Entry, by: Seq): Entry {
  const fact = erasedFact(entry.fact, by);
  return fact === entry.fact ? entry : { ...entry, fact };
}

function erasedFact(fact: Fact, by: Seq): Fact {
  switch (fact.type) {
    case 'version':
      return fact.erasedBy === undefined ? erasedVersion(fact, by) : fact;
    case 'decision':
      return erasedDecision(fact);
    default:
      return fact;
  }
}
