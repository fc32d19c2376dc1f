// Memento (RFC 7089): the versions of a post as an archive's reader expects them, each with the time from which it was what
// stood at the post's address. There is no TimeGate: the TimeMap lists all there is.

import type { IsoTime } from '../../model/item.ts';
import type { PostVersion } from '../../model/post.ts';

export interface ShownVersion extends PostVersion {
  /** From 1. */
  readonly number: number;
  readonly publishedAt: IsoTime;
  /** When the next one first became public; `null` for the last. */
  readonly until: IsoTime | null;
}

/**
 * Oldest first. They are numbered in the order in which they first became public, not in which they came in: a version that is
 * released late takes the next number, and no number changes its meaning.
 */
export function inOrderShown(versions: readonly PostVersion[]): readonly ShownVersion[] {
  return versions
    .flatMap(({ publishedAt, ...version }) => (publishedAt === null ? [] : [{ ...version, publishedAt }]))
    .toSorted((a, b) => Date.parse(a.publishedAt) - Date.parse(b.publishedAt) || a.version - b.version)
    .map((version, index, all) => ({
      ...version,
      number: index + 1,
      until: all[index + 1]?.publishedAt ?? null,
    }));
}

/** @param post the post's path or URL; the answer is of the same kind. */
export const versionAddress = (post: string, number: number): string => `${post}/versions/${number}`;
/** @param post the post's path or URL; the answer is of the same kind. */
export const timeMapAddress = (post: string): string => `${post}/timemap`;

export const LINK_FORMAT = 'application/link-format';

/**
 * The TimeMap of a post (RFC 7089 §5, in the form of RFC 6690).
 *
 * @param postUrl absolute and percent-encoded, the Original Resource.
 * @param versions as `inOrderShown` gives them.
 */
export function timeMap(postUrl: string, versions: readonly ShownVersion[]): string {
  const times = versions.map(({ publishedAt }) => mementoTime(publishedAt));
  const span = times.length === 0 ? [] : [`from="${times.at(0)}"`, `until="${times.at(-1)}"`];
  const links = [
    link(postUrl, 'rel="original"'),
    link(timeMapAddress(postUrl), 'rel="self"', `type="${LINK_FORMAT}"`, ...span),
    ...times.map((time, index) =>
      link(
        versionAddress(postUrl, index + 1),
        `rel="${relation(index, times.length)}"`,
        `datetime="${time}"`,
      ),
    ),
  ];
  return `${links.join(',\n')}\n`;
}

/** The value of the Link header of a version's page (§4.2.1): whose past it is, and where the rest of it is listed. */
export const mementoLinks = (postUrl: string): string =>
  [link(postUrl, 'rel="original"'), timeMapLink(postUrl)].join(', ');

/** The value of the Link header of the post itself. */
export const timeMapLink = (postUrl: string): string =>
  link(timeMapAddress(postUrl), 'rel="timemap"', `type="${LINK_FORMAT}"`);

/** For Memento-Datetime (§2.1.1). Rounded up: when its second began, the version was not there yet. */
export const mementoTime = (at: IsoTime): string =>
  new Date(Math.ceil(Date.parse(at) / 1000) * 1000).toUTCString();

const link = (address: string, ...attributes: readonly string[]): string =>
  [`<${address}>`, ...attributes].join('; ');

function relation(index: number, count: number): string {
  const first = index === 0 ? 'first ' : '';
  const last = index === count - 1 ? 'last ' : '';
  return `${first}${last}memento`;
}
