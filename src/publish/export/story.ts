// What a story is to every writer of this folder. A story that has been taken down has no copy in its type, so that no
// writer can send out what was killed.

import { StetError } from '../../model/errors.ts';
import type { IsoTime, ParsedItem } from '../../model/item.ts';
import type { FeedEntry } from '../feeds/entry.ts';

export interface Publisher {
  readonly name: string;
  readonly url: string;
}

/** A version as the public sees it. */
export interface PublishedStory {
  readonly status: 'usable';
  readonly publisher: Publisher;
  /** The version, its label and its address; `entry.html` is the verbatim fragment as the source's terms let it be shown. */
  readonly entry: FeedEntry;
}

/** What stands where a story stood: who it was, and that every copy must go. */
export interface TakenDownStory {
  /** `canceled`: for good. `withheld`: it may come back. */
  readonly status: 'withheld' | 'canceled';
  readonly publisher: Publisher;
  readonly url: string;
  readonly agency: string;
  readonly guid: ParsedItem['guid'];
  readonly version: ParsedItem['version'];
  /** How many versions had been shown, for formats that need a number where the agency gave none. */
  readonly versions: number;
  readonly language: ParsedItem['language'];
  readonly takenDownAt: IsoTime;
  /** The sentence for people that says so. */
  readonly notice: string;
}

export type ExportStory = PublishedStory | TakenDownStory;

/** Name that vocabularies of our own go by, in every format that asks for one. */
export const STET_SCHEME = 'urn:x-stet:export:1:';

/** What a format cannot hold is refused, and never left out or written in other letters. */
export const exportNotPossible = (format: string, reason: string): StetError =>
  new StetError('export-not-possible', `${format} cannot hold this story: ${reason}`, { format });

/** The agency's guid and version, of either kind of story. */
export function identityOf(story: ExportStory) {
  if (story.status !== 'usable') return story;
  const { post, agency, url } = story.entry;
  const { guid, version } = post.parsed;
  return { guid, version, versions: post.versions, language: post.language, agency, url };
}
