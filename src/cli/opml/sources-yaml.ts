// Subscriptions as the `sources:` of a stet.yaml, ready to be pasted: every feed held until somebody has looked at it.

import { stringify } from 'yaml';
import { slug } from '../../text/slug.ts';
import type { Subscription } from './subscriptions.ts';

/** Says why an address may need a setting; `null` where it needs none. */
export type NoteOn = (url: URL) => string | null;

export function sourcesYaml(feeds: readonly Subscription[], noteOn: NoteOn): string {
  const taken = new Set<string>();
  const entries = feeds.map((feed) => {
    const note = noteOn(new URL(feed.url));
    const entry = stringify([sourceOf(feed, taken)], { lineWidth: 0 }).replace(/^(?=.)/gm, '  ');
    return note === null ? entry : `  # ${note}\n${entry}`;
  });
  return `sources:\n${entries.join('')}`;
}

function sourceOf({ name, url, group, language }: Subscription, taken: Set<string>): Record<string, string> {
  const section = shortSlug(group ?? '');
  return {
    id: freeId(shortSlug(name) || shortSlug(new URL(url).hostname) || 'feed', taken),
    name: literal(name),
    transport: 'poll',
    url: literal(url),
    ...(section === '' ? {} : { section }),
    ...(language === null ? {} : { language }),
    publish: 'hold',
  };
}

/** Ids and sections have at most 64 characters; room is left for a number. */
const LONGEST = 58;

const shortSlug = (name: string): string => slug(name).slice(0, LONGEST).replace(/-$/, '');

function freeId(wanted: string, taken: Set<string>): string {
  let id = wanted;
  for (let number = 2; taken.has(id); number += 1) id = `${wanted}-${number}`;
  taken.add(id);
  return id;
}

/** The configuration reads `${` as the start of a reference. */
const literal = (value: string): string => value.replaceAll('${', () => '$${');
