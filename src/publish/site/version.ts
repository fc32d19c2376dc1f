// One version of a post at an address of its own, which stays: for those who cite it, and for archives. It says what it is
// before it says anything else, and search engines are sent to the story as it stands.

import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { titleOf } from '../../desk/placement.ts';
import type { Post } from '../../model/post.ts';
import { agencyOf } from '../agency.ts';
import { body, byline, canonicalOf, headline, kicker, labelBox, mediaList, time } from './article.ts';
import type { PageContext } from './context.ts';
import { NOT_INDEXED, type Page } from './layout.ts';
import { type ShownVersion, versionAddress } from './timemap.ts';

/** @param post as it stands now. */
export function versionPage(post: Post, version: ShownVersion, context: PageContext): Page {
  const { messages } = context;
  const { number } = version;
  const then = postAt(post, version);
  const agency = agencyOf(then, context.agencies);
  const isCurrent = version.version === post.version;
  return {
    title: `${messages.versionNumber(number)}: ${then.title}`,
    description: null,
    path: versionAddress(post.path, number),
    canonical: canonicalOf(post, agency) ?? context.absolute(post.path),
    robots: NOT_INDEXED,
    openGraph: [],
    structuredData: null,
    section: post.section,
    kind: 'article',
    main: html`<article class="article">
      <header class="article-header">
        ${kicker(then, context)}
        ${headline(then, context)}
        ${byline(then, agency, context)}
        ${isCurrent ? null : banner(version, post, context)}
        ${labelBox(then, context)}
      </header>
      ${body(then, agency, context)}
      ${mediaList(then, context)}
      <footer class="about-story">
        <p><a href=${context.link(post.path)}>${messages.backToStory}</a></p>
        <p><a href=${context.link(`${post.path}/versions`)}>${messages.allVersions(post.versions)}</a></p>
        <details>
          <summary>${messages.fingerprint}</summary>
          <p><code>${version.parsed.textSha256}</code></p>
          <p class="small">${messages.fingerprintNote}</p>
        </details>
      </footer>
    </article>`,
  };
}

/** The post as it was with this version. */
function postAt(post: Post, { version, parsed, receivedAt, publishedAt, label }: ShownVersion): Post {
  return {
    ...post,
    ...titleOf(parsed),
    summary: parsed.summary,
    language: parsed.language,
    direction: parsed.direction,
    urgency: parsed.urgency,
    kind: parsed.kind,
    parsed,
    version,
    receivedAt,
    updatedAt: publishedAt,
    label,
  };
}

/** What took the place of the last version is an earlier one, released once more: it stands there since `updatedAt`. */
function banner(
  { number, publishedAt, until }: ShownVersion,
  { path, updatedAt }: Post,
  { messages, times, link }: PageContext,
): VNode {
  const said = (at: string): VNode => time(at, times.full(at));
  return html`<div class="label" role="note" aria-label=${messages.versionNumber(number)}>
    <p>${messages.earlierVersion(said(publishedAt), said(until ?? updatedAt))}</p>
    <p><a href=${link(path)}>${messages.backToStory}</a></p>
  </div>`;
}
