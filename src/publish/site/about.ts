// How we publish: what the label means, what "without modification" means, whose copy this is.

import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { labelLine } from '../label.ts';
import type { PageContext } from './context.ts';
import { INDEXED, type Page } from './layout.ts';

/** An invented moment for the example of a label after review. */
const EXAMPLE_TIME = '2026-01-01T12:00:00.000Z';

export function aboutPage(context: PageContext): Page {
  const { messages } = context;
  return {
    title: messages.aboutTitle,
    description: null,
    path: '/about',
    canonical: null,
    robots: INDEXED,
    openGraph: [],
    structuredData: null,
    section: null,
    kind: 'page',
    main: html`<article class="prose">
      <h1>${messages.aboutTitle}</h1>
      ${paragraphs(messages.aboutParagraphs(context.site.title))}
      ${theLabel(context)}
      <h2>${messages.aboutVerbatimTitle}</h2>
      ${paragraphs(messages.aboutVerbatim)}
      <h2>${messages.aboutChangesTitle}</h2>
      ${paragraphs(messages.aboutChanges)}
      <h2>${messages.log.aboutTitle}</h2>
      <p>${messages.log.about}</p>
      <p><a href=${context.link('/log/')}>${messages.checkLog}</a></p>
      ${agencies(context)}
      <h2>${messages.aboutPrivacyTitle}</h2>
      <p>${messages.aboutPrivacy}</p>
      ${contact(context)}
    </article>`,
  };
}

const paragraphs = (texts: readonly string[]): readonly VNode[] => texts.map((text) => html`<p>${text}</p>`);

function theLabel({ messages, times }: PageContext): readonly VNode[] {
  return [
    html`<h2>${messages.aboutLabelTitle}</h2>`,
    html`<p>${messages.aboutLabelIntro}</p>`,
    html`<dl class="labels">
      <div>
        <dt class="label label-unread">${labelLine({ read: false }, messages, times)}</dt>
        <dd>${messages.aboutLabelUnread}</dd>
      </div>
      <div>
        <dt class="label label-read">${labelLine({ read: true, at: EXAMPLE_TIME }, messages, times)}</dt>
        <dd>${messages.aboutLabelRead}</dd>
      </div>
    </dl>`,
  ];
}

function agencies({ agencies, messages }: PageContext): readonly VNode[] {
  const names = [...new Set([...agencies.values()].map(({ name }) => name))];
  if (names.length === 0) return [];
  return [
    html`<h2>${messages.aboutAgenciesTitle}</h2>`,
    html`<ul>${names.map((name) => html`<li><bdi lang="">${name}</bdi></li>`)}</ul>`,
  ];
}

function contact({ site, messages }: PageContext): readonly VNode[] {
  if (site.contact === null) return [];
  const address = contactAddress(site.contact);
  return [
    html`<h2>${messages.aboutContactTitle}</h2>`,
    html`<p>${address === null ? site.contact : html`<a href=${address}>${site.contact}</a>`}</p>`,
  ];
}

/** A web address or an e-mail address as a link; `null` for anything else, which is then printed as it is. */
export function contactAddress(contact: string): string | null {
  if (/^(?:https?:\/\/|mailto:)/i.test(contact)) return contact;
  return /^[^\s@]+@[^\s@]+$/.test(contact) ? `mailto:${contact}` : null;
}
