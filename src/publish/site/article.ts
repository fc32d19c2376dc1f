// The page of one post: the label, the agency's text to the letter, and where it came from. It depends on the post, the
// configuration and the interface language and on nothing else, so that a cached page outlives other posts' news.

import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { IsoTime, Media } from '../../model/item.ts';
import type { Post, StoryCheck } from '../../model/post.ts';
import { type Agency, agencyOf } from '../agency.ts';
import { directionOf } from '../direction.ts';
import { labelLine } from '../label.ts';
import { checkStory } from './check-story.ts';
import { type PageContext, sectionName } from './context.ts';
import { type Content, INDEXED, NOT_INDEXED, type Page } from './layout.ts';
import { fieldText, urgencyMark } from './story-list.ts';
import { jsonForScript, newsArticle } from './structured-data.ts';

/** @param check what the page carries to be checked with; `null` where the log knows nothing of the story. */
export function articlePage(post: Post, context: PageContext, check: StoryCheck | null): Page {
  const agency = agencyOf(post, context.agencies);
  return {
    title: post.title,
    description: descriptionOf(post),
    path: post.path,
    canonical: canonicalOf(post, agency),
    robots: agency.indexed ? INDEXED : NOT_INDEXED,
    openGraph: openGraph(post, context),
    structuredData: newsArticle(post, agency, context),
    section: post.section,
    kind: 'article',
    main: article(post, agency, context, check),
  };
}

/** The agency's own address where its terms ask for that; `null` for this site's. */
export const canonicalOf = (post: Post, agency: Agency): string | null =>
  agency.canonical === 'source' ? webAddress(post.parsed.link) : null;

/** Only http and https may become links: a feed can write any scheme into its fields. */
export const webAddress = (address: string | null): string | null =>
  address !== null && /^https?:\/\//i.test(address) && URL.canParse(address) ? address : null;

const DESCRIPTION_LENGTH = 200;

/** The agency's summary, else the opening of its text, cut at a word. */
function descriptionOf(post: Post): string | null {
  const text = (post.parsed.summary ?? post.parsed.text).replaceAll('\n', ' ').trim();
  if (text === '') return null;
  if (text.length <= DESCRIPTION_LENGTH) return text;
  const cut = text.slice(0, DESCRIPTION_LENGTH);
  const space = cut.lastIndexOf(' ');
  return `${(space > 0 ? cut.slice(0, space) : cut).toWellFormed()}…`;
}

function openGraph(post: Post, context: PageContext): Page['openGraph'] {
  const description = descriptionOf(post);
  return [
    ['og:type', 'article'],
    ['og:title', post.title],
    ['og:url', context.absolute(post.path)],
    ['og:site_name', context.site.title],
    ...(description === null ? [] : [['og:description', description] as const]),
    ...(post.language === null ? [] : [['og:locale', post.language.replace('-', '_')] as const]),
    ['article:published_time', post.publishedAt],
    ['article:modified_time', post.updatedAt],
    ['article:section', sectionName(context.site, post.section)],
    ...post.parsed.keywords.map((keyword) => ['article:tag', keyword] as const),
  ];
}

function article(post: Post, agency: Agency, context: PageContext, check: StoryCheck | null): VNode {
  return html`<article class="article">
    <header class="article-header">
      ${kicker(post, context)}
      ${headline(post, context)}
      ${byline(post, agency, context)}
      ${labelBox(post, context)}
    </header>
    ${body(post, agency, context)}
    ${mediaList(post, context)}
    ${aboutStory(post, agency, context)}
    ${check === null ? null : [checkStory(post, context), proofData(check)]}
  </article>`;
}

/** Data, not executed: see `contentSecurityPolicy`. */
const proofData = (check: StoryCheck): VNode =>
  html`<script type="application/json" id="stet-proof" dangerouslySetInnerHTML=${{ __html: jsonForScript({ ...check }) }}></script>`;

export function kicker(post: Post, context: PageContext): VNode {
  const { site } = context;
  return html`<div class="kicker">
    <a href=${context.link(`/${post.section}`)} lang=${site.language}>${sectionName(site, post.section)}</a>
    ${urgencyMark(post, context)}
  </div>`;
}

/** UTF-16 code units from which a headline is set smaller, so that the story still begins on the first screen. */
const LONG_HEADLINE = 110;

export function headline(post: Post, { messages }: PageContext): Content {
  const title = (classes: string) =>
    html`<h1 class=${classes} lang=${post.language ?? ''} dir=${directionOf(post.direction, post.language, post.title)}>${post.title}</h1>`;
  if (post.headlineSent)
    return title(post.title.length > LONG_HEADLINE ? 'headline headline-long' : 'headline');
  return [title('headline opening-words'), html`<p class="no-headline">${messages.noHeadline}</p>`];
}

export function byline(post: Post, agency: Agency, context: PageContext): VNode {
  const { messages, times } = context;
  const name = post.parsed.byline;
  const dateline = datelineApart(post);
  const updated = post.updatedAt !== post.publishedAt;
  return html`<p class="byline">
    ${name === null ? null : html`<span class="byline-name">${fieldText(name, { ...post, direction: null })}</span>`}
    ${dateline === null ? null : html`<span class="byline-dateline">${fieldText(dateline, { ...post, direction: null })}</span>`}
    <span class="byline-agency"><bdi lang="">${agency.name}</bdi></span>
    <span class="byline-time">${messages.published} ${time(post.publishedAt, times.full(post.publishedAt))}</span>
    ${updated ? html`<span class="byline-time">${messages.updated} ${time(post.updatedAt, times.full(post.updatedAt))}</span>` : null}
  </p>`;
}

/** A dateline that came in a field of its own and does not stand in the text: readers would miss it. */
function datelineApart({ parsed: { dateline, text } }: Post): string | null {
  return dateline === null || text.includes(dateline.text) ? null : dateline.text;
}

export const time = (at: IsoTime, text: string): VNode =>
  html`<time datetime=${at} data-show="full">${text}</time>`;

/** The label and nothing else: a box of its own before the text, never inside it. */
export function labelBox(post: Post, context: PageContext): VNode {
  const { messages } = context;
  return html`<div class=${`label ${post.label.read ? 'label-read' : 'label-unread'}`} role="note" aria-label=${messages.label}>
    <p>${labelLine(post.label, messages, context.times)}</p>
    <p><a href=${context.link('/about')}>${messages.whatThisMeans}</a></p>
  </div>`;
}

export function body(post: Post, agency: Agency, { messages, showBody }: PageContext): VNode {
  const { parsed } = post;
  if (parsed.bodyHtml === '') return html`<p class="no-body">${messages.alertOnly}</p>`;
  return html`<div class="body" lang=${post.language ?? ''} dir=${directionOf(post.direction, post.language, parsed.text)}
    dangerouslySetInnerHTML=${{ __html: showBody(post, agency) }}></div>`;
}

export function mediaList(post: Post, { messages }: PageContext): VNode | null {
  const { media } = post.parsed;
  if (media.length === 0) return null;
  return html`<section class="media" aria-labelledby="media-title">
    <h2 id="media-title">${messages.media}</h2>
    <p class="small">${messages.mediaNote}</p>
    <ul>${media.map((one) => mediaItem(one, post, messages))}</ul>
  </section>`;
}

function mediaItem(media: Media, post: Post, messages: PageContext['messages']): VNode {
  const address = webAddress(media.url);
  const kind = messages.mediaKinds[mediaKind(media)];
  return html`<li>
    ${media.caption === null ? null : html`<p class="caption">${fieldText(media.caption, post)}</p>`}
    ${media.credit === null ? null : html`<p class="small">${messages.credit}: ${fieldText(media.credit, post)}</p>`}
    ${
      address === null
        ? html`<p class="small"><bdi dir="ltr">${media.url}</bdi></p>`
        : html`<p><a href=${address} rel="nofollow noopener">${messages.mediaLink(kind, new URL(address).host)}</a></p>`
    }
  </li>`;
}

function mediaKind({ type }: Media): keyof PageContext['messages']['mediaKinds'] {
  const family = type?.split('/', 1)[0];
  return family === 'image' || family === 'audio' || family === 'video' ? family : 'file';
}

function aboutStory(post: Post, agency: Agency, context: PageContext): VNode {
  const { messages, times } = context;
  return html`<footer class="about-story" aria-labelledby="about-story-title">
    <h2 id="about-story-title">${messages.aboutStory}</h2>
    <p class="provenance">${messages.provenance(
      html`<bdi lang="">${agency.name}</bdi>`,
      time(post.receivedAt, times.full(post.receivedAt)),
      time(post.updatedAt, times.full(post.updatedAt)),
    )}</p>
    <dl>${facts(post, agency, context).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
    ${agencyPage(post, context)}
    <p><a href=${context.link(`${post.path}/versions`)}>${messages.allVersions(post.versions)}</a></p>
    <details>
      <summary>${messages.fingerprint}</summary>
      <p><code>${post.parsed.textSha256}</code></p>
      <p class="small">${messages.fingerprintNote}</p>
    </details>
  </footer>`;
}

function agencyPage(post: Post, { messages }: PageContext): VNode | null {
  const address = webAddress(post.parsed.link);
  if (address === null) return null;
  return html`<p><a href=${address} rel="nofollow noopener">${messages.agencyPage}</a></p>`;
}

function facts(
  post: Post,
  agency: Agency,
  { messages, times }: PageContext,
): readonly (readonly [string, Content])[] {
  const { parsed } = post;
  const at = (name: string, value: IsoTime | null) =>
    value === null ? [] : [[name, time(value, times.full(value))] as const];
  const words = (name: string, value: string | null) =>
    value === null || value === '' ? [] : [[name, fieldText(value, { ...post, direction: null })] as const];
  const names = (name: string, values: readonly string[]) =>
    values.length === 0
      ? []
      : [
          [
            name,
            html`<ul class="names">${values.map((value) => html`<li>${fieldText(value, { ...post, direction: null })}</li>`)}</ul>`,
          ] as const,
        ];
  return [
    ...words(messages.credit, agency.credit),
    ...at(messages.agencyCreated, parsed.firstCreated ?? parsed.versionCreated),
    ...(parsed.versionCreated === parsed.firstCreated || parsed.firstCreated === null
      ? []
      : at(messages.agencyUpdated, parsed.versionCreated)),
    ...at(messages.received, post.receivedAt),
    ...at(messages.published, post.publishedAt),
    ...(post.updatedAt === post.publishedAt ? [] : at(messages.updated, post.updatedAt)),
    ...words(messages.copyright, parsed.rights.copyright),
    ...words(messages.usageTerms, parsed.rights.usageTerms),
    ...names(messages.subjects, [...new Set(parsed.subjects.flatMap(({ name }) => name ?? []))]),
    ...names(messages.keywords, [...new Set(parsed.keywords)]),
  ];
}
