// A site that serves a synthetic log and the pages of its stories as Stet would, over HTTP. Any answer can be replaced.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import { en } from '../../src/publish/i18n/en.ts';
import { isShown, type PlacedAct, type SyntheticLog, storyOf } from './synthetic-log.ts';

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface SyntheticSite {
  /** Without a last slash. */
  readonly url: string;
  /** Answers in place of its own, by path; a function is asked each time, and may give `null` to let the site answer. */
  readonly instead: Map<string, Answer | (() => Answer | null)>;
  /** Paths in the order in which they were asked for. */
  readonly asked: string[];
  /** The most requests that were under way at once. */
  readonly busiest: () => number;
  /** The log grows, and the site with it. */
  show(log: SyntheticLog): void;
  close(): Promise<void>;
}

const READ_AT = '4 March 2031, 07:00 UTC';

/** The page of a story as it stands after an act. */
export function pageOf(
  act: PlacedAct,
  isRead: boolean,
  changed: (html: string) => string = (html) => html,
): string {
  const { headline, html } = storyOf(act.item, act.ver);
  const label = isRead ? en.labelRead(READ_AT) : en.labelUnread;
  const shown = html
    .replaceAll('<a href="', '<a rel="nofollow noopener ugc" href="')
    .replace('</p>', '<!-- proxy --></p>');
  return changed(`<!doctype html><html lang="en"><head><title>${headline}</title></head><body><main><article class="article">
    <header><h1 class="headline" lang="en">${headline.replace('&', '&amp;')}</h1>
    <div class="label ${isRead ? 'label-read' : 'label-unread'}" role="note"><p>${label}</p><p><a href="/about">What this means</a></p></div></header>
    <div class="body" lang="en" dir="ltr">${shown}</div></article></main></body></html>`);
}

/** Of each story the last act, and whether its text was read. */
export function standings(
  log: SyntheticLog,
): Map<string, { readonly act: PlacedAct; readonly isRead: boolean }> {
  const stories = new Map<string, { readonly act: PlacedAct; readonly isRead: boolean }>();
  for (let index = 0; index < log.size; index++) {
    const act = log.act(index);
    if (act.kind !== 'key') stories.set(storyOf(act.item, 1).path, { act, isRead: act.kind === 'review' });
  }
  return stories;
}

export async function openSite(first: SyntheticLog): Promise<SyntheticSite> {
  let log = first;
  let stories = standings(log);
  let busy = 0;
  let busiest = 0;
  const instead = new Map<string, Answer | (() => Answer | null)>();
  const asked: string[] = [];

  const answerOf = (path: string): Answer | Uint8Array => {
    const other = instead.get(path);
    const given = typeof other === 'function' ? other() : other;
    if (given !== null && given !== undefined) return given;
    if (path.startsWith('/log/')) return fileOf(join(log.folder, normalize(path.slice('/log'.length))));
    const urls = (paths: readonly string[]): string =>
      paths.map((one) => `<url><loc>http://daily.example${one}</loc></url>`).join('');
    if (path === '/sitemap.xml') {
      return {
        status: 200,
        body: '<sitemapindex><sitemap><loc>http://daily.example/sitemap-pages.xml</loc></sitemap><sitemap><loc>http://daily.example/sitemap-1.xml</loc></sitemap></sitemapindex>',
      };
    }
    if (path === '/sitemap-pages.xml')
      return { status: 200, body: `<urlset>${urls(['/', '/about'])}</urlset>` };
    if (path === '/sitemap-1.xml') {
      const shown = [...stories].filter(([, { act }]) => isShown(act.kind)).map(([one]) => one);
      return { status: 200, body: `<urlset>${urls(shown)}</urlset>` };
    }
    if (path === '/' || path === '/about') return { status: 200, body: '<h1>The Daily Example</h1>' };
    const story = stories.get(path);
    if (story === undefined) return { status: 404, body: '' };
    if (!isShown(story.act.kind)) return { status: 410, body: '<h1>This story was taken back</h1>' };
    return { status: 200, body: pageOf(story.act, story.isRead) };
  };

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    asked.push(pathname);
    busy += 1;
    busiest = Math.max(busiest, busy);
    setImmediate(() => {
      busy -= 1;
      const answer = answerOf(pathname);
      if (answer instanceof Uint8Array) response.end(answer);
      else response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    instead,
    asked,
    busiest: () => busiest,
    show(next) {
      log = next;
      stories = standings(next);
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

const fileOf = (file: string): Answer | Uint8Array =>
  existsSync(file) && statSync(file).isFile()
    ? new Uint8Array(readFileSync(file))
    : { status: 404, body: '' };
