// The history of one post: every version that was public, and the differences in words between any two, chosen by a
// plain form.

import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Post, PostVersion } from '../../model/post.ts';
import { diffWords } from '../../text/diff.ts';
import { agencyOf } from '../agency.ts';
import { directionOf } from '../direction.ts';
import { labelBox } from './article.ts';
import type { PageContext } from './context.ts';
import { type Content, NOT_INDEXED, type Page } from './layout.ts';
import { fieldText } from './story-list.ts';
import { versionAddress } from './timemap.ts';

/** Positions in the history, 1 for the oldest version. */
export interface VersionChoice {
  readonly from: number;
  readonly to: number;
}

/** What the form asked for, within what there is; without a request the last change. */
export function versionChoice(from: string | null, to: string | null, count: number): VersionChoice {
  const position = (text: string | null, otherwise: number): number => {
    const number = text !== null && /^[0-9]{1,6}$/.test(text) ? Number(text) : otherwise;
    return number >= 1 && number <= count ? number : otherwise;
  };
  return { from: position(from, Math.max(1, count - 1)), to: position(to, count) };
}

/** @param versions newest first. */
export function versionsPage(
  post: Post,
  versions: readonly PostVersion[],
  choice: VersionChoice,
  context: PageContext,
): Page {
  const { messages } = context;
  return {
    title: `${messages.versionsTitle}: ${post.title}`,
    description: null,
    path: `${post.path}/versions`,
    canonical: null,
    robots: NOT_INDEXED,
    openGraph: [],
    structuredData: null,
    section: post.section,
    kind: 'page',
    main: html`<div class="versions">
      <h1>${messages.versionsTitle}</h1>
      <p class="versions-story"><a href=${context.link(post.path)}>${fieldText(post.title, post)}</a></p>
      ${labelBox(post, context)}
      ${versions.length > 1 ? comparison(post, versions, choice, context) : html`<p>${messages.versionsOne}</p>`}
      ${history(post, versions, context)}
      <p><a href=${context.link(post.path)}>${messages.backToStory}</a></p>
    </div>`,
  };
}

function comparison(
  post: Post,
  versions: readonly PostVersion[],
  choice: VersionChoice,
  context: PageContext,
): Content {
  const from = versions.at(-choice.from);
  const to = versions.at(-choice.to);
  if (from === undefined || to === undefined) return null;
  const { messages } = context;
  return [
    chooser(post, versions.length, choice, context),
    html`<section class="difference" aria-labelledby="difference-title">
      <h2 id="difference-title">${messages.differences(choice.from, choice.to)}</h2>
      <p class="small">${messages.differencesKey}</p>
      ${difference(from, to, messages)}
    </section>`,
  ];
}

function chooser(post: Post, count: number, choice: VersionChoice, context: PageContext): VNode {
  const { messages } = context;
  const options = (selected: number) =>
    Array.from({ length: count }, (_, index) => count - index).map(
      (number) =>
        html`<option value=${number} selected=${number === selected}>${messages.versionNumber(number)}</option>`,
    );
  return html`<form class="chooser" method="get" action=${`${post.path}/versions`}>
    <label>${messages.compareFrom} <select name="from">${options(choice.from)}</select></label>
    <label>${messages.compareTo} <select name="to">${options(choice.to)}</select></label>
    ${languageField(context)}
    <button type="submit">${messages.compare}</button>
  </form>`;
}

/** A form drops the query of its action, so the reader's language goes along as a field. */
export function languageField({ messages, link }: PageContext): VNode | null {
  return link('/') === '/' ? null : html`<input type="hidden" name="hl" value=${messages.language} />`;
}

function difference(from: PostVersion, to: PostVersion, messages: PageContext['messages']): Content {
  const headlines = [from.parsed.headline ?? '', to.parsed.headline ?? ''] as const;
  const sameText = from.parsed.text === to.parsed.text;
  if (headlines[0] === headlines[1] && sameText) return html`<p>${messages.same}</p>`;
  const { language, direction, text } = to.parsed;
  const dir = directionOf(direction, language, text);
  return html`<div class="diff" lang=${language ?? ''} dir=${dir}>
    ${headlines[0] === headlines[1] ? null : html`<p class="diff-headline">${changes(headlines[0], headlines[1], messages)}</p>`}
    ${sameText ? null : html`<div class="diff-text">${changes(from.parsed.text, to.parsed.text, messages)}</div>`}
  </div>`;
}

/** `ins` and `del` with words that only screen readers say, since many of them do not announce the elements. */
function changes(from: string, to: string, messages: PageContext['messages']): Content {
  const spoken = (word: string) =>
    html`<span class="spoken" lang=${messages.language} dir=${messages.direction}> [${word}] </span>`;
  return diffWords(from, to).map(({ kind, text: words }) => {
    // Paragraphs are one LF apart in the canonical text, and want air between them on the page.
    const text = words.replaceAll('\n', '\n\n');
    if (kind === 'same') return text;
    if (kind === 'added') return html`<ins>${spoken(messages.added)}${text}</ins>`;
    return html`<del>${spoken(messages.removed)}${text}</del>`;
  });
}

function history(post: Post, versions: readonly PostVersion[], context: PageContext): VNode {
  const { messages } = context;
  const agency = agencyOf(post, context.agencies);
  return html`<section class="history" aria-labelledby="history-title">
    <h2 id="history-title">${messages.versionCount(versions.length)}</h2>
    <p class="small">${messages.versionsIntro}</p>
    <ol>${versions.map((version, index) => historyLine(version, versions.length - index, post, agency.name, context))}</ol>
  </section>`;
}

function historyLine(
  version: PostVersion,
  number: number,
  post: Post,
  agency: string,
  context: PageContext,
): VNode {
  const { messages, times } = context;
  const { parsed } = version;
  const at = (name: string, value: string | null) =>
    value === null
      ? null
      : html`<div><dt>${name}</dt><dd><time datetime=${value} data-show="full">${times.full(value)}</time></dd></div>`;
  return html`<li value=${number}>
    <p class="history-title">
      <strong><a href=${context.link(versionAddress(post.path, number))}>${messages.versionNumber(number)}</a></strong>
      ${parsed.version === null ? null : html` <span class="small"><bdi lang="">${agency}</bdi>: ${messages.agencyVersion(parsed.version)}</span>`}
      ${version.version === post.version ? html` <span class="mark mark-alert">${messages.current}</span>` : null}
    </p>
    ${parsed.headline === null ? null : html`<p>${fieldText(parsed.headline, parsed)}</p>`}
    <dl>
      ${at(messages.agencyUpdated, parsed.versionCreated)}
      ${at(messages.received, version.receivedAt)}
      ${at(messages.published, version.publishedAt)}
    </dl>
  </li>`;
}
