// Pages that stand where no story does.

import { html } from 'htm/preact';
import type { TakedownNotice } from '../../views/taken-down.ts';
import type { PageContext } from './context.ts';
import { NOT_INDEXED, type Page } from './layout.ts';

export const notFoundPage = (context: PageContext): Page =>
  messagePage(context.messages.notFoundTitle, context.messages.notFound, context);

/** What stands where a withdrawn story was; sent with status 410. */
export const gonePage = (context: PageContext): Page =>
  messagePage(context.messages.goneTitle, context.messages.gone, context);

/** What stands where a story was that a takedown erased: why, and nothing of the story. Sent with status 410. */
export function takenDownPage(notice: TakedownNotice, context: PageContext): Page {
  const { messages, times } = context;
  return {
    ...messagePage(messages.takenDownTitle, '', context),
    main: html`<div class="prose">
      <h1>${messages.takenDownTitle}</h1>
      <p>${messages.takenDown(times.full(notice.at))}</p>
      <p>${messages.takenDownReason}: ${messages.takenDownReasons[notice.reason]}</p>
      <p>${messages.takenDownReference}: <bdi>${notice.reference}</bdi></p>
      ${notice.note === null ? null : html`<p dir="auto">${notice.note}</p>`}
      <p><a href=${`${notice.path}.tlog-proof`}>${messages.takenDownProof}</a></p>
      <p><a href=${context.link('/')}>${messages.frontPage}</a></p>
    </div>`,
  };
}

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
