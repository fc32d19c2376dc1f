// What a page shows of a stored fragment: links marked as somebody else's, remote pictures only where wanted. The text
// stays what it was; callers compare `text` with the version's before they publish.

import { textOfHtml } from './html.ts';

export interface Shown {
  readonly html: string;
  /** wire-text/1 of `html`; `''` when `html` can't be read, which no fragment of `buildFragment` is. */
  readonly text: string;
}

export interface ShowOptions {
  /** Let readers' browsers load pictures from the agency's server. Off: pictures and figures left empty are taken out. */
  readonly hotlinkImages: boolean;
}

/** Whether a page shows the fragment byte for byte as it is stored, so that the proof made with it holds for the page too. */
export const isShownAsStored = (html: string): boolean =>
  !html.includes('<a href="') && !html.includes('<img ');

/** `html` must come from `buildFragment`: every `<` in it opens a tag and every attribute is in double quotes. */
export function showFragment(html: string, options: ShowOptions): Shown {
  const linked = html.includes('<a href="')
    ? html.replaceAll('<a href="', '<a rel="nofollow noopener ugc" href="')
    : html;
  if (options.hotlinkImages || !linked.includes('<img ')) return { html: linked, text: textOf(linked) };
  const text = textOf(linked);
  const tidy = withoutImages(linked, true);
  if (textOf(tidy) === text) return { html: tidy, text };
  // An emptied block between two runs of loose text still breaks the line between them.
  const plain = withoutImages(linked, false);
  return { html: plain, text: textOf(plain) };
}

function textOf(html: string): string {
  const result = textOfHtml(html);
  return result.ok ? result.text : '';
}

const TOKEN = /<[^>]*>|[^<]+/g;
const TAG = /^<(\/?)([a-z0-9]+)/;
const VOID = /^(?:br|hr|img|wbr)$/;
/** Elements that are nothing without the picture that was all they held. */
const FRAMES: ReadonlySet<string> = new Set(['a', 'div', 'figure', 'li', 'p', 'span', 'ul']);

interface OpenElement {
  /** Position of its opening tag among the tokens kept. */
  readonly position: number;
  lostPicture: boolean;
  hasContent: boolean;
}

function withoutImages(html: string, dropEmptyFrames: boolean): string {
  const kept: string[] = [];
  const open: OpenElement[] = [];
  for (const token of html.match(TOKEN) ?? []) {
    const [, slash, name] = TAG.exec(token) ?? [];
    const parent = open.at(-1);
    if (name === undefined) {
      if (parent !== undefined && /[^\t\n\f\r ]/.test(token)) parent.hasContent = true;
    } else if (name === 'img') {
      if (parent !== undefined) parent.lostPicture = true;
      continue;
    } else if (slash === '/') {
      const closed = open.pop();
      const outer = open.at(-1);
      if (closed?.lostPicture && !closed.hasContent && dropEmptyFrames && FRAMES.has(name)) {
        kept.length = closed.position;
        if (outer !== undefined) outer.lostPicture = true;
        continue;
      }
      if (outer !== undefined) outer.hasContent = true;
    } else if (VOID.test(name)) {
      if (parent !== undefined) parent.hasContent = true;
    } else {
      open.push({ position: kept.length, lostPicture: false, hasContent: false });
    }
    kept.push(token);
  }
  return kept.join('');
}
