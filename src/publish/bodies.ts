// The shown form of stories' bodies, kept for as long as it is likely to be asked for again: making it means parsing the
// markup, and every feed of fifty stories would do that fifty times for each story that is published.

import type { Post } from '../model/post.ts';
import { showFragment } from '../text/show.ts';
import type { Agency } from './agency.ts';

/** The verbatim fragment of a post as its source's terms let it be shown. */
export type ShowBody = (post: Post, agency: Agency) => string;

/** Longest fragment kept, UTF-16 code units, so that the memory used stays within `limit` times this. */
const LONGEST_KEPT = 32_768;

/** @param limit how many fragments are kept; the oldest goes first. */
export function bodies(limit: number): ShowBody {
  const kept = new Map<string, string>();
  return (post, { hotlinkImages }) => {
    const key = `${post.version} ${hotlinkImages}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const { html } = showFragment(post.parsed.bodyHtml, { hotlinkImages });
    if (html.length > LONGEST_KEPT) return html;
    const [oldest] = kept.keys();
    if (kept.size >= limit && oldest !== undefined) kept.delete(oldest);
    kept.set(key, html);
    return html;
  };
}
