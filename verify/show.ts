// The steps of a check as elements. Everything is put in as text, never as markup: much of it was written by strangers.

import { detailsOf, sentenceOf, summaryOf, timeSaid } from './say.ts';
import type { State, Step } from './steps.ts';
import type { Report } from './story.ts';
import type { Words } from './words/words.ts';

/** Shapes that differ without colour; the state stands beside them in words. */
const SIGNS: Readonly<Record<State, string>> = { ok: '✓', notice: '!', failed: '✕', unknown: '?' };

type Child = Node | string | null;

/** An element with attributes and children. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** The line that sums it up, for an element that screen readers announce. */
export function summaryLine(report: Report, words: Words): HTMLElement {
  const { state, text } = summaryOf(report, words);
  return element('p', { class: `check-summary check-${state}` }, sign(state), ' ', text);
}

/** The steps in order, and what the log tells of the story. */
export function stepList({ steps, history }: Report, words: Words): readonly HTMLElement[] {
  const list = element('ol', { class: 'check-steps' }, ...steps.map((step) => stepItem(step, words)));
  if (history.length === 0) return [list];
  const acts = history.map(({ index, leaf }) =>
    element(
      'li',
      {},
      element('span', { class: 'check-act' }, words.kinds[leaf.kind]),
      ' ',
      element('time', { datetime: new Date(leaf.logged).toISOString() }, timeSaid(leaf.logged, words)),
      ' ',
      element('span', { class: 'check-index' }, `#${index}`),
    ),
  );
  return [
    list,
    element('h3', { class: 'check-history-title' }, words.history),
    element('ol', { class: 'check-history' }, ...acts),
  ];
}

function stepItem(step: Step, words: Words): HTMLElement {
  const title = words.steps[step.id];
  return element(
    'li',
    { class: `check-step check-${step.state}`, 'data-step': step.id, 'data-code': step.code },
    sign(step.state),
    element(
      'div',
      {},
      element(
        'p',
        { class: 'check-title' },
        element('strong', {}, title),
        ' ',
        element('span', { class: 'check-state' }, words.states[step.state]),
      ),
      element('p', {}, sentenceOf(step, words)),
      details(step, title, words),
    ),
  );
}

const sign = (state: State): HTMLElement =>
  element('span', { class: 'check-sign', 'aria-hidden': 'true' }, SIGNS[state]);

function details(step: Step, title: string, words: Words): HTMLElement | null {
  const facts = detailsOf(step, words);
  if (facts.length === 0) return null;
  const rows = facts.map(([name, value]) =>
    element('div', {}, element('dt', {}, name), element('dd', {}, element('bdi', {}, value))),
  );
  return element(
    'details',
    {},
    element('summary', {}, words.details, element('span', { class: 'spoken' }, `: ${title}`)),
    element('dl', {}, ...rows),
  );
}
