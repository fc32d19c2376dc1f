// What every page is made with: the site, the words and times in the page's language, and the addresses of its parts.

import type { Site } from '../../model/site.ts';
import type { Agencies } from '../agency.ts';
import type { ShowBody } from '../bodies.ts';
import { messagesFor } from '../i18n/languages.ts';
import type { Messages } from '../i18n/messages.ts';
import { type Times, timesIn } from '../times.ts';
import type { SiteAssets } from './assets.ts';

export interface PageContext {
  readonly site: Site;
  readonly agencies: Agencies;
  readonly assets: SiteAssets;
  readonly showBody: ShowBody;
  readonly messages: Messages;
  readonly times: Times;
  /** Site-absolute address that keeps the reader's language; `query` values are encoded here. */
  link(path: string, query?: Readonly<Record<string, string>>): string;
  /** Public address without the interface language. */
  absolute(path: string): string;
}

/** What is the same for every page of a site. */
export type ContextParts = Pick<PageContext, 'site' | 'agencies' | 'assets' | 'showBody'>;

/** @param hl the `?hl=` of the request; `null` or a language not spoken here gives the site's own. */
export function pageContext(
  { site, agencies, assets, showBody }: ContextParts,
  hl: string | null,
): PageContext {
  const messages = messagesFor(hl, site.language);
  const ownLanguage = messagesFor(null, site.language).language;
  const kept = messages.language === ownLanguage ? {} : { hl: messages.language };
  return {
    site,
    agencies,
    assets,
    showBody,
    messages,
    times: timesIn(messages.language, site.timezone),
    link: (path, query = {}) => withQuery(path, { ...query, ...kept }),
    absolute: (path) => site.url + path,
  };
}

function withQuery(path: string, query: Readonly<Record<string, string>>): string {
  const text = new URLSearchParams(query).toString();
  return text === '' ? path : `${path}?${text}`;
}

/** The section's name as configured; a section that only a source names is called by its slug. */
export const sectionName = (site: Site, slug: string): string =>
  site.sections.find((section) => section.slug === slug)?.name ?? slug;
