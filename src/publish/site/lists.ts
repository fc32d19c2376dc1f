// The front page and the section pages.

import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { PostPage } from '../../views/posts.ts';
import { type PageContext, sectionName } from './context.ts';
import { INDEXED, NOT_INDEXED, type Page } from './layout.ts';
import { storyList } from './story-list.ts';

/** @param older true for the pages behind the first, which search engines need not keep. */
export function frontPage(list: PostPage, older: boolean, context: PageContext): Page {
  return {
    ...listPage(list, older, context),
    title: older ? context.messages.older : null,
    description: context.site.description,
    path: '/',
    section: null,
    kind: older ? 'list' : 'front',
    main: [
      older ? html`<h1>${context.messages.older}</h1>` : null,
      stories(list, '/', true, older, context),
      aside(context),
    ],
  };
}

export function sectionPage(slug: string, list: PostPage, older: boolean, context: PageContext): Page {
  const name = sectionName(context.site, slug);
  return {
    ...listPage(list, older, context),
    title: name,
    description: null,
    path: `/${slug}`,
    section: slug,
    kind: 'list',
    main: [
      html`<h1 lang=${context.site.language}>${name}</h1>`,
      stories(list, `/${slug}`, false, older, context),
      aside(context),
    ],
  };
}

function listPage(list: PostPage, older: boolean, context: PageContext) {
  return {
    canonical: null,
    robots: older || list.posts.length === 0 ? NOT_INDEXED : INDEXED,
    openGraph: [
      ['og:type', 'website'],
      ['og:site_name', context.site.title],
    ] as const,
    structuredData: null,
  };
}

function stories(
  list: PostPage,
  path: string,
  showSection: boolean,
  older: boolean,
  context: PageContext,
): VNode {
  const { messages, times } = context;
  return html`<div class="list">
    <p class="zone-note">${messages.timesIn(times.zone)}</p>
    ${list.posts.length === 0 ? html`<p class="empty">${messages.noStories}</p>` : storyList(list.posts, showSection, context)}
    ${paging(list.next, older, (query) => context.link(path, query), context)}
  </div>`;
}

/** Links to the next page of a list and back to its first. The cursor is the reader's, passed through unread. */
export function paging(
  next: string | null,
  older: boolean,
  address: (query: Readonly<Record<string, string>>) => string,
  { messages }: PageContext,
): VNode | null {
  if (next === null && !older) return null;
  return html`<nav class="paging" aria-label=${messages.pages}>
    ${older ? html`<a href=${address({})}>${messages.newest}</a>` : null}
    ${next === null ? null : html`<a rel="next" href=${address({ before: next })}>${messages.older}</a>`}
  </nav>`;
}

function aside(context: PageContext): VNode {
  const { messages, site } = context;
  return html`<aside class="side" aria-labelledby="side-title">
    <h2 id="side-title">${messages.aboutTitle}</h2>
    ${messages.aboutParagraphs(site.title).map((text) => html`<p>${text}</p>`)}
    <p><a href=${context.link('/about')}>${messages.whatThisMeans}</a></p>
  </aside>`;
}
