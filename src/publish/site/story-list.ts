// Stories in a list, newest first, grouped by day: times in a column of their own, urgency by word and shape, alerts as
// lines of the ticker that lead nowhere.

import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { PostSummary } from '../../model/post.ts';
import { directionOf } from '../direction.ts';
import { labelShort } from '../label.ts';
import { type PageContext, sectionName } from './context.ts';

/** A list with a heading for each day. `showSection` names each story's section, for lists over several. */
export function storyList(posts: readonly PostSummary[], showSection: boolean, context: PageContext): VNode {
  return html`<div class="wire">
    ${byDay(posts, context).map(
      ({ day, stories }) => html`<section class="day">
        <h2>${day}</h2>
        <ol class="stories">${stories.map((post) => storyLine(post, showSection, context))}</ol>
      </section>`,
    )}
  </div>`;
}

interface Day {
  readonly day: string;
  readonly stories: PostSummary[];
}

function byDay(posts: readonly PostSummary[], context: PageContext): readonly Day[] {
  const days: Day[] = [];
  for (const post of posts) {
    const day = context.times.day(post.publishedAt);
    const last = days.at(-1);
    if (last?.day === day) last.stories.push(post);
    else days.push({ day, stories: [post] });
  }
  return days;
}

function storyLine(post: PostSummary, showSection: boolean, context: PageContext): VNode {
  const urgency = urgencyOf(post);
  const classes = [
    'story',
    post.kind === 'alert' ? 'ticker' : '',
    urgency === null ? '' : `urgency-${urgency}`,
  ];
  return html`<li class=${classes.filter(Boolean).join(' ')}>
    <time class="story-time" datetime=${post.publishedAt} data-show="list">${context.times.clock(post.publishedAt)}</time>
    <div class="story-body">
      ${urgencyMark(post, context)}
      ${post.kind === 'alert' ? html`<p class="story-title">${fieldText(post.title, post)}</p>` : storyTitle(post, context)}
      ${summary(post)}
      ${storyFacts(post, showSection, context)}
    </div>
  </li>`;
}

export function storyTitle(post: PostSummary, context: PageContext): VNode {
  const classes = post.headlineSent ? 'story-title' : 'story-title opening-words';
  return html`<h3 class=${classes}>
    <a href=${context.link(post.path)}>${fieldText(post.title, post)}</a>
  </h3>`;
}

/** Agency copy of one line in an isolate of its own language and direction: its bidi controls end where it ends. */
export function fieldText(text: string, post: Pick<PostSummary, 'language' | 'direction'>): VNode {
  return html`<bdi lang=${post.language ?? ''} dir=${directionOf(post.direction, post.language, text)}>${text}</bdi>`;
}

export type Urgency = 'flash' | 'urgent';

/** IPTC urgency 1 is the flash; 2 and 3 are what agencies send as bulletins and urgents; the rest is ordinary. */
export function urgencyOf({ urgency }: Pick<PostSummary, 'urgency'>): Urgency | null {
  if (urgency === null || urgency > 3) return null;
  return urgency === 1 ? 'flash' : 'urgent';
}

/** The word in a box whose shape differs too: flash is filled and pointed, urgent is outlined, alert is rounded. */
export function urgencyMark(post: PostSummary, { messages }: PageContext): VNode | null {
  const urgency = urgencyOf(post);
  const marks = [
    urgency === null ? null : html`<span class=${`mark mark-${urgency}`}>${messages[urgency]}</span>`,
    post.kind === 'alert' ? html`<span class="mark mark-alert">${messages.alert}</span>` : null,
  ].filter((mark) => mark !== null);
  return marks.length === 0 ? null : html`<p class="marks">${marks}</p>`;
}

function summary(post: PostSummary): VNode | null {
  if (post.summary === null || post.kind === 'alert') return null;
  return html`<p class="story-summary">${fieldText(post.summary, post)}</p>`;
}

function storyFacts(post: PostSummary, showSection: boolean, context: PageContext): VNode {
  const { messages, site } = context;
  const agency = context.agencies.get(post.source)?.name ?? post.source;
  return html`<ul class="story-facts">
    <li class="story-agency"><bdi lang="">${agency}</bdi></li>
    ${
      showSection
        ? html`<li><a href=${context.link(`/${post.section}`)} lang=${site.language}>${sectionName(site, post.section)}</a></li>`
        : null
    }
    ${post.versions > 1 ? html`<li>${messages.versionCount(post.versions)}</li>` : null}
    <li class=${post.label.read ? 'story-read' : 'story-unread'}>${labelShort(post.label, messages)}</li>
  </ul>`;
}
