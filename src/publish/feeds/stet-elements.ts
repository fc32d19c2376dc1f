// The elements of the stet namespace that stand beside an entry's content in RSS and in Atom.

import type { FeedEntry } from './entry.ts';
import { element, optional, type XmlElement } from './xml.ts';

/** Label first: whoever shows one element of these shows that one. */
export function stetElements({ post, label, agency, credit }: FeedEntry): readonly XmlElement[] {
  const { parsed } = post;
  const read: Record<string, string> = post.label.read
    ? { read: 'true', at: post.label.at }
    : { read: 'false' };
  return [
    element('stet:label', read, label),
    element('stet:agency', {}, agency),
    element('stet:credit', {}, credit),
    element('stet:headline', { sent: String(post.headlineSent) }),
    element('stet:received', {}, post.receivedAt),
    element('stet:version', {
      shown: String(post.versions),
      ...(parsed.version === null ? {} : { agency: parsed.version }),
    }),
    element('stet:textSha256', {}, parsed.textSha256),
    ...optional('stet:urgency', post.urgency === null ? null : String(post.urgency)),
  ];
}
