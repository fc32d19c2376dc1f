// The page that checks saved pages: one file, no network needed. It takes a saved page or the address of a story, with whatever lies beside
// the story, and shows the same steps as the section on a story's page.

import { checkStory } from './check.ts';
import { addressesOf, type Beside, fetchBeside, fetchText, NOTHING_BESIDE, storyOf } from './gather.ts';
import { type FoundPage, isStory, readPage } from './read-page.ts';
import { htmlOf } from './saved-page.ts';
import { fill } from './say.ts';
import { element, stepList, summaryLine } from './show.ts';
import type { Report, TrustedKeys } from './story.ts';
import { LANGUAGES, wordsFor } from './words/languages.ts';
import type { Words } from './words/words.ts';

/** What was checked last, or why nothing was. */
type Outcome =
  | { readonly report: Report; readonly remark: 'withoutProof' | 'notFetched' | null; readonly place: string }
  | { readonly trouble: 'nothingGiven' | 'notFetched' | 'notPage'; readonly place: string };

type Kind = 'page' | Exclude<keyof Beside, 'key'>;

/** The files given, by what they are. */
type Given = ReadonlyMap<Kind, { readonly name: string; readonly text: string }>;

const form = one('form', HTMLFormElement);
const files = one('files', HTMLInputElement);
const address = one('address', HTMLInputElement);
const pasted = one('pasted', HTMLTextAreaElement);
const keys = one('keys', HTMLTextAreaElement);
const language = one('language', HTMLSelectElement);

let words: Words = wordsFor(navigator.languages);
let given: Given = new Map();
/** Settled when all files have been read. */
let reading: Promise<void> = Promise.resolve();
let outcome: Outcome | null = null;

language.append(
  ...LANGUAGES.map(({ language: tag, name }) => element('option', { value: tag, lang: tag }, name)),
);
language.addEventListener('change', () => speak(wordsFor([language.value])));
files.addEventListener('change', () => {
  reading = take([...(files.files ?? [])]);
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  void check();
});
form.addEventListener('reset', () => {
  given = new Map();
  outcome = null;
  showGiven();
  show();
});
addEventListener('dragover', (event) => event.preventDefault());
addEventListener('drop', (event) => {
  event.preventDefault();
  reading = take([...(event.dataTransfer?.files ?? [])]);
  void check();
});
// The section on a story's page links here with the story's address.
address.value = location.hash.slice(1);
speak(words);

function one<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`no #${id}`);
  return found;
}

/** Another page is another story: what was given beside the one before goes. */
async function take(chosen: readonly File[]): Promise<void> {
  const texts = await Promise.all(chosen.map((file) => file.text()));
  const taken = texts.map((text, at) => [kindOf(text), { name: chosen[at]?.name ?? '', text }] as const);
  const kept = taken.some(([kind]) => kind === 'page') ? [] : given;
  given = new Map([...kept, ...taken]);
  showGiven();
}

/** By what stands in it, whatever it is called. */
function kindOf(text: string): Kind {
  if (text.startsWith('c2sp.org/tlog-proof@')) return 'proof';
  if (text.startsWith('{')) return text.includes('"v":"wire-chain/1"') ? 'chain' : 'record';
  return /^[^<]{1,16384}\n\n\u2014 /.test(text) ? 'checkpoint' : 'page';
}

function showGiven(): void {
  const names = [...given.values()].map(({ name }) => element('li', {}, element('bdi', {}, name)));
  one('given', HTMLUListElement).replaceChildren(...names);
}

async function check(): Promise<void> {
  await reading;
  outcome = await outcomeOf();
  show();
  one('outcome-title', HTMLHeadingElement).focus();
}

async function outcomeOf(): Promise<Outcome> {
  const stated = address.value.trim();
  const url = stated === '' ? null : URL.parse(stated);
  if (stated !== '' && url === null) return { trouble: 'notFetched', place: stated };
  const [fetched, beside] =
    url === null
      ? [null, NOTHING_BESIDE]
      : await Promise.all([fetchText(url.href), fetchBeside(addressesOf(url))]);
  const source = textOf('page') ?? (pasted.value.trim() === '' ? fetched : pasted.value);
  const page = source === null ? null : pageIn(source, url);
  const all: Beside = {
    proof: textOf('proof') ?? beside.proof,
    record: textOf('record') ?? beside.record,
    chain: textOf('chain') ?? beside.chain,
    checkpoint: textOf('checkpoint') ?? beside.checkpoint,
    key: beside.key,
  };
  if (page === null && all.proof === null) {
    return url === null ? { trouble: 'nothingGiven', place: '' } : { trouble: 'notFetched', place: url.href };
  }
  if (page !== null && !isStory(page) && all.proof === null) {
    return {
      trouble: 'notPage',
      place: url?.href ?? given.get('page')?.name ?? pasted.value.trim().slice(0, 40),
    };
  }
  const report = checkStory(
    storyOf({ page, beside: all, trusted: trustedKeys(), seen: [], now: Date.now() }),
  );
  const withoutProof = page !== null && page.embedded === null && all.proof === null;
  const remark = withoutProof ? 'withoutProof' : url !== null && fetched === null ? 'notFetched' : null;
  return { report, remark, place: url?.href ?? '' };
}

const textOf = (kind: Kind): string | null => given.get(kind)?.text ?? null;

function pageIn(source: string, url: URL | null): FoundPage {
  return readPage(new DOMParser().parseFromString(htmlOf(source), 'text/html'), url?.pathname ?? null);
}

function trustedKeys(): TrustedKeys | null {
  const lines = keys.value.split('\n').map((line) => line.trim());
  const stated = lines.filter((line) => line !== '');
  return stated.length === 0 ? null : { keys: stated, from: 'given', since: null };
}

function speak(chosen: Words): void {
  words = chosen;
  language.value = words.language;
  document.documentElement.lang = words.language;
  document.documentElement.dir = words.direction;
  document.title = words.checker.title;
  one('intro', HTMLDivElement).replaceChildren(...words.checker.intro.map((line) => element('p', {}, line)));
  for (const place of document.querySelectorAll<HTMLElement>('[data-say]')) {
    const [, said] = Object.entries(words.checker).find(([name]) => name === place.dataset.say) ?? [];
    if (typeof said === 'string') place.textContent = said;
  }
  show();
}

function show(): void {
  one('outcome', HTMLElement).hidden = outcome === null;
  const status = one('status', HTMLDivElement);
  const result = one('result', HTMLDivElement);
  status.replaceChildren();
  result.replaceChildren();
  if (outcome === null) return;
  const { place } = outcome;
  const said = (template: string): string => fill(template, () => `\u2068${place}\u2069`);
  if ('trouble' in outcome) {
    const text = said(words.checker[outcome.trouble]);
    status.append(element('p', { class: 'check-summary check-unknown' }, text));
    return;
  }
  const { report, remark } = outcome;
  status.append(summaryLine(report, words));
  if (remark !== null) result.append(element('p', {}, said(words.checker[remark])));
  result.append(...stepList(report, words));
}
