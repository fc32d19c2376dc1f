// The languages the interface speaks, and how one is chosen: the site's own unless the address says `?hl=…`. A cookie or
// Accept-Language would make one address many pages, which no shared cache could keep.

import { ar } from './ar.ts';
import { en } from './en.ts';
import { hi } from './hi.ts';
import type { Messages } from './messages.ts';
import { ur } from './ur.ts';

export const LANGUAGES: readonly Messages[] = [en, hi, ur, ar];

const byLanguage = new Map(LANGUAGES.map((messages) => [messages.language, messages]));

/** The interface for `?hl=`; anything not spoken here is ignored in favour of the site's language, then English. */
export function messagesFor(requested: string | null, siteLanguage: string): Messages {
  const wanted = requested === null ? undefined : byLanguage.get(requested);
  return wanted ?? byLanguage.get(siteLanguage) ?? en;
}
