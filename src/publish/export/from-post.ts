// From what the views say of a post to what the writers are given.

import type { Post } from '../../model/post.ts';
import type { TakenDownPost } from '../../views/taken-down.ts';
import { type EntryContext, entryOf } from '../feeds/entry.ts';
import type { PublishedStory, Publisher, TakenDownStory } from './story.ts';

export const storyOf = (post: Post, context: EntryContext): PublishedStory => ({
  status: 'usable',
  publisher: publisherOf(context),
  entry: entryOf(post, context),
});

export const storyOfTakenDown = (post: TakenDownPost, context: EntryContext): TakenDownStory => ({
  status: post.killed ? 'canceled' : 'withheld',
  publisher: publisherOf(context),
  url: context.site.url + post.path,
  agency: context.agencies.get(post.source)?.name ?? post.provider,
  guid: post.guid,
  version: post.version,
  versions: post.versions,
  language: post.language,
  takenDownAt: post.at,
  notice: context.messages.gone,
});

const publisherOf = ({ site }: EntryContext): Publisher => ({ name: site.publisher, url: site.url });
