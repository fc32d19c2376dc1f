// wire-markup/1: the form of a fragment whose digest says that markup and links are the agency's. Node takes it from the stored
// fragment, a browser from the page in front of the reader: the same string function for both.
//
// From a fragment as `buildFragment` writes it (attributes in double quotes, only & < > " escaped) goes out: every `<img>`, which sites may
// show or not; every `rel` attribute, which sites add to links; every div, figure, li, p, span, ul and a that holds nothing then; and line
// feeds at the beginning of a pre, of which parsers drop one.

const TOKEN = /<[^>]*>|[^<]+/g;
const TAG = /^<(\/?)([a-z0-9]+)/;
const REL = / rel="[^"]*"/;
const PRE = /^<pre[ >]/;
const VOID = /^(?:br|hr|wbr)$/;
/** Elements that are nothing without what they held. */
const FRAMES: ReadonlySet<string> = new Set(['a', 'div', 'figure', 'li', 'p', 'span', 'ul']);

interface OpenElement {
  /** Position of its opening tag among the tokens kept. */
  readonly position: number;
  hasContent: boolean;
}

/** @param html every `<` in it opens a tag and every attribute is in double quotes, with `>` escaped. */
export function wireMarkup(html: string): string {
  const kept: string[] = [];
  const open: OpenElement[] = [];
  for (const token of html.match(TOKEN) ?? []) {
    const [, slash, name] = TAG.exec(token) ?? [];
    const parent = open.at(-1);
    if (name === 'img') continue;
    if (name === undefined) {
      if (parent !== undefined && /[^\t\n\f\r ]/.test(token)) parent.hasContent = true;
    } else if (slash === '/') {
      const closed = open.pop();
      if (closed !== undefined && !closed.hasContent && FRAMES.has(name)) {
        kept.length = closed.position;
        continue;
      }
      const outer = open.at(-1);
      if (outer !== undefined) outer.hasContent = true;
    } else if (VOID.test(name)) {
      if (parent !== undefined) parent.hasContent = true;
    } else {
      open.push({ position: kept.length, hasContent: false });
    }
    if (name === undefined && PRE.test(kept.at(-1) ?? '')) {
      const rest = token.replace(/^\n+/, '');
      if (rest !== '') kept.push(rest);
      continue;
    }
    kept.push(token.includes(' rel="') ? token.replace(REL, '') : token);
  }
  return kept.join('');
}
