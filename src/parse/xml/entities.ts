// The named character references of HTML, which feeds use in XML without declaring them. Asked of parse5, which has the
// standard's table; nothing declared in a document's own DTD is ever looked at.

import { parseFragment } from 'parse5';

const known = new Map<string, string | null>();

/** The text that `&name;` stands for in HTML, or `null` when HTML has no such name. */
export function htmlEntity(name: string): string | null {
  const cached = known.get(name);
  if (cached !== undefined) return cached;
  const text = /^[A-Za-z][A-Za-z0-9]{0,40}$/.test(name) ? decodeReference(`&${name};`) : null;
  if (known.size < 5000) known.set(name, text);
  return text;
}

function decodeReference(reference: string): string | null {
  const node = parseFragment(reference).childNodes[0];
  if (node === undefined || !('value' in node)) return null;
  // `&notit;` decodes as `¬it;`: a name that only starts like one is not known.
  return node.value === reference || (node.value.endsWith(';') && reference !== '&semi;') ? null : node.value;
}
