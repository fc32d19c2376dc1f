// The frame of every page: head, masthead, sections, footer. The page brings its title, its head and its main part.

import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { LANGUAGES } from '../i18n/languages.ts';
import type { PageContext } from './context.ts';
import { type JsonValue, jsonForScript } from './structured-data.ts';

export type Content = VNode | string | null | readonly Content[];

export interface Page {
  /** Plain text of the title, without the site's name. `null` on the front page. */
  readonly title: string | null;
  readonly description: string | null;
  /** Site-absolute path that this page's language links and canonical address are built on; `null` for error pages. */
  readonly path: string | null;
  /** Absolute canonical address where it is not this site's own. */
  readonly canonical: string | null;
  readonly robots: string;
  readonly openGraph: readonly (readonly [property: string, content: string])[];
  readonly structuredData: JsonValue | null;
  /** Slug of the section that the page belongs to, for marking it and for its feeds. */
  readonly section: string | null;
  readonly kind: 'front' | 'list' | 'article' | 'page';
  readonly main: Content;
}

export const INDEXED = 'index, follow, max-image-preview:large, max-snippet:-1, max-video-preview:-1';
export const NOT_INDEXED = 'noindex, follow';

/** The whole document. */
export function renderPage(page: Page, context: PageContext): string {
  return `<!DOCTYPE html>\n${renderToString(documentOf(page, context))}\n`;
}

function documentOf(page: Page, context: PageContext): VNode {
  const { messages } = context;
  return html`<html lang=${messages.language} dir=${messages.direction}>
    ${head(page, context)}
    <body class=${`kind-${page.kind}`}>
      <a class="skip" href="#content">${messages.skipToContent}</a>
      ${masthead(page, context)}
      <main id="content" tabindex="-1">${page.main}</main>
      ${footer(page, context)}
    </body>
  </html>`;
}

function head(page: Page, context: PageContext): VNode {
  const { site, assets } = context;
  const title = page.title === null ? site.title : `${isolated(page.title)} – ${site.title}`;
  return html`<head>
    <meta charset="utf-8" />
    <title>${title}</title>
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="robots" content=${page.robots} />
    ${page.description === null ? null : html`<meta name="description" content=${page.description} />`}
    ${canonicalLink(page, context)}
    <link rel="stylesheet" href=${assets.style.path} />
    <link rel="icon" type="image/svg+xml" href=${assets.icon.path} />
    <link rel="search" type="application/opensearchdescription+xml" title=${site.title} href="/opensearch.xml" />
    ${feedLinks(page, context)}
    ${page.openGraph.map(([property, content]) => html`<meta property=${property} content=${content} />`)}
    ${structuredData(page.structuredData)}
    <script src=${assets.script.path} defer></script>
  </head>`;
}

const BIDI_CONTROL = /[\u202a-\u202e\u2066-\u2069]/;

/** A title with bidi controls of its own, fenced in so that it cannot turn the site's name after it around. */
const isolated = (title: string): string => (BIDI_CONTROL.test(title) ? `\u2068${title}\u2069` : title);

function canonicalLink(page: Page, context: PageContext): VNode | null {
  const address = page.canonical ?? (page.path === null ? null : context.absolute(page.path));
  return address === null ? null : html`<link rel="canonical" href=${address} />`;
}

function structuredData(data: JsonValue | null): VNode | null {
  if (data === null) return null;
  const text = { __html: jsonForScript(data) };
  return html`<script type="application/ld+json" dangerouslySetInnerHTML=${text}></script>`;
}

const FEEDS = [
  ['RSS', 'application/rss+xml', 'rss.xml'],
  ['Atom', 'application/atom+xml', 'atom.xml'],
  ['JSON Feed', 'application/feed+json', 'feed.json'],
] as const;

const feedBase = (page: Page): string => (page.section === null ? '/' : `/${page.section}/`);

function feedLinks(page: Page, context: PageContext): readonly VNode[] {
  return FEEDS.map(
    ([name, type, file]) =>
      html`<link rel="alternate" type=${type} title=${`${context.site.title}: ${name}`} href=${feedBase(page) + file} />`,
  );
}

function masthead(page: Page, context: PageContext): VNode {
  const { site, messages } = context;
  const title = html`<a href=${context.link('/')} lang=${site.language} rel="home">${site.title}</a>`;
  return html`<header class="masthead">
    <div class="masthead-line">
      ${page.kind === 'front' ? html`<h1 class="site-title">${title}</h1>` : html`<p class="site-title">${title}</p>`}
      ${page.kind === 'front' && site.description !== null ? html`<p class="site-description" lang=${site.language}>${site.description}</p>` : null}
      <a class="to-search" href=${context.link('/search')}>${messages.search}</a>
    </div>
    ${sectionLinks(page, context)}
  </header>`;
}

function sectionLinks(page: Page, context: PageContext): VNode | null {
  const { site, messages } = context;
  if (site.sections.length === 0) return null;
  const current = (slug: string): 'page' | 'true' | undefined =>
    page.section !== slug ? undefined : page.kind === 'list' ? 'page' : 'true';
  return html`<nav class="sections" aria-label=${messages.sections}>
    <ul>
      ${site.sections.map(
        ({ slug, name }) =>
          html`<li><a href=${context.link(`/${slug}`)} lang=${site.language} aria-current=${current(slug)}>${name}</a></li>`,
      )}
    </ul>
  </nav>`;
}

function footer(page: Page, context: PageContext): VNode {
  const { messages } = context;
  return html`<footer class="footer">
    <p class="footer-pages">
      <a href=${context.link('/about')}>${messages.about}</a>
      <a href=${context.link('/log/')}>${messages.log.name}</a>
    </p>
    <nav aria-label=${messages.feeds}>
      <ul>${FEEDS.map(([name, , file]) => html`<li><a href=${feedBase(page) + file}>${name}</a></li>`)}</ul>
    </nav>
    ${languageLinks(page, context)}
  </footer>`;
}

function languageLinks(page: Page, { messages, site }: PageContext): VNode {
  const path = page.path ?? '/';
  return html`<nav aria-label=${messages.interfaceLanguage}>
    <ul>
      ${LANGUAGES.map(({ language, name, direction }) => {
        const href = language === site.language ? path : `${path}?hl=${language}`;
        const current = language === messages.language ? 'true' : undefined;
        return html`<li><a href=${href} hreflang=${language} lang=${language} dir=${direction} aria-current=${current}>${name}</a></li>`;
      })}
    </ul>
  </nav>`;
}
