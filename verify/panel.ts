// The section "Check this story" on a story's page: brought in when a reader opens it, checks the page as it stands in the browser.

import { checkStory } from './check.ts';
import { prepareSignatures } from './crypto.ts';
import { type Addresses, fetchBeside, storyOf } from './gather.ts';
import { readPage } from './read-page.ts';
import { recall, remember, rememberFrom, trustedFrom } from './remembered.ts';
import { element, stepList, summaryLine } from './show.ts';
import type { Report, Story } from './story.ts';
import { wordsFor } from './words/languages.ts';

const section = document.querySelector<HTMLElement>('details.check-story');
const status = section?.querySelector<HTMLElement>('.check-status') ?? null;
const result = section?.querySelector<HTMLElement>('.check-result') ?? null;
const words = wordsFor([document.documentElement.lang]);

if (section !== null && status !== null && result !== null) {
  run(section, status, result);
}

async function run(from: HTMLElement, status: HTMLElement, result: HTMLElement): Promise<void> {
  status.replaceChildren(element('p', { class: 'check-summary' }, words.checking));
  result.replaceChildren();
  const fetching = fetchBeside(addressesIn(from));
  prepareSignatures();
  const beside = await fetching;

  const began = performance.now();
  const before = recall();
  const seen = before === null || before.checkpoint === null ? [] : [before.checkpoint];
  const page = readPage(document, location.pathname);
  const story = storyOf({ page, beside, trusted: trustedFrom(before), seen, now: Date.now() });
  const report = checkStory(story);
  performance.measure('stet-check', { start: began });

  rememberFrom(report, story, before);
  status.replaceChildren(summaryLine(report, words));
  const again = (): Promise<void> => run(from, status, result);
  result.replaceChildren(...stepList(report, words), buttons(report, story, again));
}

/** The server writes them, for a site need not stand at the root of its host. */
function addressesIn({ dataset }: HTMLElement): Addresses {
  const { proof = '', record = '', chain = '', checkpoint = '', key = '' } = dataset;
  return { proof, record, chain, checkpoint, key };
}

function buttons(report: Report, { key, now }: Story, again: () => Promise<void>): HTMLElement {
  const repeat = element('button', { type: 'button' }, words.again);
  repeat.addEventListener('click', again);
  const changed = report.steps.some(({ code }) => code === 'key-changed');
  if (!changed || key === null) return element('p', { class: 'check-buttons' }, repeat);
  const trust = element('button', { type: 'button', class: 'check-trust' }, words.trustKey);
  trust.addEventListener('click', () => {
    remember({ key, since: now, checkpoint: null });
    return again();
  });
  return element('p', { class: 'check-buttons' }, repeat, ' ', trust);
}
