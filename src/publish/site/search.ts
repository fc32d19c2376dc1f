// The search page: a plain form, results with the words found marked, and pages of them.

import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { SearchHit, SearchPage } from '../../views/posts.ts';
import { directionOf } from '../direction.ts';
import { labelShort } from '../label.ts';
import { type PageContext, sectionName } from './context.ts';
import { highlight, searchTerms } from './highlight.ts';
import { type Content, NOT_INDEXED, type Page } from './layout.ts';
import { paging } from './lists.ts';
import { storyTitle, urgencyMark } from './story-list.ts';
import { languageField } from './versions.ts';

/** Longest query passed on, UTF-16 code units. */
export const LONGEST_QUERY = 200;

/** @param results `null` when nothing has been asked yet. */
export function searchPage(
  query: string,
  results: SearchPage | null,
  older: boolean,
  context: PageContext,
): Page {
  const { messages } = context;
  return {
    title: query === '' ? messages.search : `${messages.search}: ${query}`,
    description: null,
    path: '/search',
    canonical: null,
    robots: NOT_INDEXED,
    openGraph: [],
    structuredData: null,
    section: null,
    kind: 'page',
    main: html`<div class="search">
      <h1>${messages.search}</h1>
      ${form(query, context)}
      ${results === null ? html`<p class="empty">${messages.searchPrompt}</p>` : found(query, results, older, context)}
    </div>`,
  };
}

function form(query: string, context: PageContext): VNode {
  const { messages } = context;
  return html`<form class="search-form" role="search" method="get" action="/search">
    <label for="q">${messages.searchLabel}</label>
    <div class="search-line">
      <input id="q" type="search" name="q" value=${query} maxlength=${LONGEST_QUERY} dir="auto" autocomplete="off" aria-describedby="search-hint" />
      ${languageField(context)}
      <button type="submit">${messages.search}</button>
    </div>
    <p id="search-hint" class="small">${messages.searchHint}</p>
  </form>`;
}

function found(query: string, results: SearchPage, older: boolean, context: PageContext): Content {
  const { messages } = context;
  if (results.hits.length === 0) return html`<p class="empty">${messages.searchNothing(query)}</p>`;
  return [
    html`<h2>${messages.searchResults(query)}</h2>`,
    html`<ol class="hits">${results.hits.map((hit) => result(hit, query, context))}</ol>`,
    paging(results.next, older, (more) => context.link('/search', { q: query, ...more }), context),
  ];
}

function result({ post, excerpt }: SearchHit, query: string, context: PageContext): VNode {
  const { times, messages, site } = context;
  const agency = context.agencies.get(post.source)?.name ?? post.source;
  const marked = highlight(excerpt, searchTerms(query));
  return html`<li class="hit">
    ${urgencyMark(post, context)}
    ${storyTitle(post, context)}
    <p class="excerpt" lang=${post.language ?? ''} dir=${directionOf(post.direction, post.language, excerpt)}>
      ${marked.map(({ text, found }) => (found ? html`<mark>${text}</mark>` : text))}
    </p>
    <ul class="story-facts">
      <li class="story-agency"><bdi lang="">${agency}</bdi></li>
      <li><span lang=${site.language}>${sectionName(site, post.section)}</span></li>
      <li><time datetime=${post.publishedAt} data-show="full">${times.full(post.publishedAt)}</time></li>
      <li class=${post.label.read ? 'story-read' : 'story-unread'}>${labelShort(post.label, messages)}</li>
    </ul>
  </li>`;
}
