// The name out of the ways feeds write an author: `mail (Name)`, `Name <mail>`, `Name (mail)`, a name, a mail address.

import { line } from './html-text.ts';

/** Longer texts are no names, and are not searched for addresses. */
const LONGEST = 500;

const MAIL = /(?:mailto:)?[^\s@()<>"']+@[^\s@()<>"']+\.[^\s@()<>"']+/i;

/** The name alone; `null` where only an address is given. */
export function personName(written: string): string | null {
  const text = line(written);
  if (text === null) return null;
  if (text.length > LONGEST || !MAIL.test(text)) return text;
  const bare = text.replace(MAIL, ' ');
  // `mail (Name)`, `Name (mail)`, `Name <mail>`
  const name = line(bare.replace(/[<(]\s*[>)]/g, ' ').replace(/^[\s:;,-]+|[\s:;,-]+$/g, ''));
  if (name === null) return null;
  return line(name.replace(/^\((.*)\)$/, '$1').replace(/^"(.*)"$/, '$1'));
}

/** Several authors as one byline, each once. */
export function bylineOf(names: readonly (string | null)[]): string | null {
  const present = [...new Set(names.filter((name) => name !== null))];
  return present.length === 0 ? null : present.join(', ');
}
