// What is public, or was, as stories for the writers: each post at its present version under its present label, and what stands
// where the others stood.

import type { Config } from '../model/config.ts';
import { StetError } from '../model/errors.ts';
import { itemId } from '../model/ids.ts';
import { agenciesOf } from '../publish/agency.ts';
import { bodies } from '../publish/bodies.ts';
import { storyOf, storyOfTakenDown } from '../publish/export/from-post.ts';
import type { ExportStory } from '../publish/export/story.ts';
import type { EntryContext } from '../publish/feeds/entry.ts';
import { messagesFor } from '../publish/i18n/languages.ts';
import { timesIn } from '../publish/times.ts';
import type { PostReader } from '../views/posts.ts';
import type { TakenDownReader } from '../views/taken-down.ts';
import type { Reading } from './open-reading.ts';

export type Choice =
  | { readonly by: 'item'; readonly id: string }
  | { readonly by: 'path'; readonly path: string }
  /** Changed at or after `since` (ISO 8601); `null` for all. */
  | { readonly by: 'change'; readonly since: string | null };

export interface Exportable {
  /** Of the post, such as `/world/harbour-bridge-reopens-5f1c0a9be2d34471`. */
  readonly path: string;
  readonly story: ExportStory;
}

/** Rows read at once. */
const BATCH = 100;

/**
 * Of stories that a takedown erased there is nothing: not even whose they were.
 * @throws {StetError} `post-unknown` when the item or path chosen has never been public here, `taken-down` when it was erased.
 */
export async function* exportable(
  choice: Choice,
  reading: Reading,
  config: Config,
): AsyncGenerator<Exportable, void> {
  const context = contextOf(config);
  if (choice.by === 'change') {
    yield* changedPosts(choice.since, reading, context);
    yield* changedTombstones(choice.since, reading, context);
    return;
  }
  const path = choice.by === 'path' ? choice.path : await reading.takenDown.pathOf(itemId(choice.id));
  await refuseErased(path, reading);
  const found = path === null ? null : await exportableAt(path, reading, context);
  if (found === null) {
    const name = choice.by === 'path' ? choice.path : choice.id;
    throw new StetError('post-unknown', `Nothing has ever been public at ${name}.`, { name });
  }
  yield found;
}

async function refuseErased(path: string | null, { takenDown }: Reading): Promise<void> {
  const notice = path === null ? null : await takenDown.noticeAt(path);
  if (notice === null) return;
  const { at, reason, reference } = notice;
  throw new StetError(
    'taken-down',
    `The story at ${notice.path} was taken down (${at}, ${reason}, ${reference}): nothing of it is left to be written.`,
    { path: notice.path },
  );
}

/** Where posts, and those that were taken down, are looked up. */
interface Standing {
  readonly posts: Pick<PostReader, 'byPath'>;
  readonly takenDown: Pick<TakenDownReader, 'takenDownAt'>;
}

/** The post at a path, or what stands in its place; `null` where none ever was. */
export async function exportableAt(
  path: string,
  { posts, takenDown }: Standing,
  context: EntryContext,
): Promise<Exportable | null> {
  const post = await posts.byPath(path);
  if (post !== null) return { path, story: storyOf(post, context) };
  const gone = await takenDown.takenDownAt(path);
  return gone === null ? null : { path, story: storyOfTakenDown(gone, context) };
}

async function* changedPosts(since: string | null, { posts }: Reading, context: EntryContext) {
  let cursor: string | null = null;
  do {
    const page = await posts.page({ section: null, cursor, limit: BATCH });
    const whole = await posts.posts({ section: null, cursor, limit: BATCH });
    for (const post of whole) {
      const story = storyOf(post, context);
      if (since === null || story.entry.updated >= since) yield { path: post.path, story };
    }
    cursor = page.next;
  } while (cursor !== null);
}

async function* changedTombstones(since: string | null, { takenDown }: Reading, context: EntryContext) {
  let after = '';
  for (;;) {
    const batch = await takenDown.takenDown(after, BATCH);
    const last = batch.at(-1);
    if (last === undefined) return;
    for (const post of batch) {
      if (since === null || post.at >= since)
        yield { path: post.path, story: storyOfTakenDown(post, context) };
    }
    after = last.path;
  }
}

function contextOf({ site, sources }: Config): EntryContext {
  const messages = messagesFor(null, site.language);
  return {
    site,
    agencies: agenciesOf(sources),
    messages,
    times: timesIn(messages.language, site.timezone),
    showBody: bodies(0),
  };
}
