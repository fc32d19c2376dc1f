// The agency's text as the page will show it. The fragment is rebuilt element by element from a list of harmless ones: whatever
// it holds, nothing of it runs here and nothing is fetched from other servers.

import { type ComponentChildren, h } from 'preact';
import { useMemo } from 'preact/hooks';
import { messages } from './messages.ts';

const ELEMENTS = new Set(
  `abbr b bdi bdo br cite code data dfn em i kbd mark q rp rt ruby s samp small span strong sub sup time u var wbr
   address article aside blockquote caption dd div dl dt figcaption figure footer header hr li main ol p pre section
   table tbody td tfoot th thead tr ul`.split(/\s+/),
);
/** Headings of a story stand below the desk's own. */
const HEADINGS: Readonly<Record<string, string>> = {
  h1: 'h4',
  h2: 'h4',
  h3: 'h5',
  h4: 'h5',
  h5: 'h6',
  h6: 'h6',
};
const EMPTY = new Set(['br', 'hr', 'wbr']);
const ATTRIBUTES = ['lang', 'dir', 'title', 'colspan', 'rowspan', 'datetime', 'cite'];

interface WireTextProps {
  readonly html: string;
  readonly language: string | null;
  readonly direction: 'ltr' | 'rtl' | null;
}

export function WireText({ html, language, direction }: WireTextProps) {
  const content = useMemo(() => {
    const page = new DOMParser().parseFromString(html, 'text/html');
    return [...page.body.childNodes].map(rebuild);
  }, [html]);
  return (
    <div class="wire-text" lang={language ?? undefined} dir={direction ?? 'auto'}>
      {content}
    </div>
  );
}

function rebuild(node: Node): ComponentChildren {
  if (node instanceof Text) return node.data;
  if (!(node instanceof Element)) return null;
  const name = node.localName;
  if (name === 'img') return <span class="image-note">{messages.image(node.getAttribute('alt') ?? '')}</span>;
  const children = [...node.childNodes].map(rebuild);
  if (name === 'a') return link(node, children);
  const element = HEADINGS[name] ?? (ELEMENTS.has(name) ? name : null);
  if (element === null) return children;
  return h(element, attributesOf(node), EMPTY.has(element) ? null : children);
}

function link(node: Element, children: ComponentChildren): ComponentChildren {
  const href = node.getAttribute('href') ?? '';
  if (!/^(https?|mailto):/i.test(href)) return children;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}

const attributesOf = (node: Element): Record<string, string> =>
  Object.fromEntries(
    ATTRIBUTES.flatMap((name) => {
      const value = node.getAttribute(name);
      return value === null ? [] : [[name, value]];
    }),
  );
