// Pages that stand where no story does.

import { html } from 'htm/preact';
import type { PageContext } from './context.ts';
import { NOT_INDEXED, type Page } from './layout.ts';

export const notFoundPage = (context: PageContext): Page =>
  messagePage(context.messages.notFoundTitle, context.messages.notFound, context);

/** What stands where a withdrawn story was; sent with status 410. */
export const gonePage = (context: PageContext): Page =>
  messagePage(context.messages.goneTitle, context.messages.gone, context);

export const errorPage = (context: PageContext): Page =>
  messagePage(context.messages.errorTitle, context.messages.error, context);

function messagePage(title: string, text: string, context: PageContext): Page {
  return {
    title,
    description: null,
    path: null,
    canonical: null,
    robots: NOT_INDEXED,
    openGraph: [],
    structuredData: null,
    section: null,
    kind: 'page',
    main: html`<div class="prose">
      <h1>${title}</h1>
      <p>${text}</p>
      <p><a href=${context.link('/')}>${context.messages.frontPage}</a> · <a href=${context.link('/search')}>${context.messages.search}</a></p>
    </div>`,
  };
}
