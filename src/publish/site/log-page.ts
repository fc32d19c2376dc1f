// The page about the public log: what it is, what it says now, and how readers and engineers check it without taking our word.

import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { PublicLogFacts } from '../../model/public-log.ts';
import type { PageContext } from './context.ts';
import { INDEXED, type Page } from './layout.ts';

export const LOG_PATH = '/log/';
export const CHECKER_PATH = '/log/verify.html';

/** @param now milliseconds since 1970. */
export function logPage(facts: PublicLogFacts, now: number, context: PageContext): Page {
  const { log } = context.messages;
  return {
    title: log.title,
    description: log.about,
    path: LOG_PATH,
    canonical: null,
    robots: INDEXED,
    openGraph: [],
    structuredData: null,
    section: null,
    kind: 'page',
    main: html`<article class="prose log">
      <h1>${log.title}</h1>
      ${facts.isOpen ? null : closed(context)}
      ${log.intro.map((text) => html`<p>${text}</p>`)}
      ${checkpoint(facts, context)}
      ${key(facts, now, context)}
      ${forReaders(facts, context)}
      ${forEngineers(facts, context)}
      <h2>${log.limitsTitle}</h2>
      ${log.limits.map((text) => html`<p>${text}</p>`)}
      ${files(facts, context)}
    </article>`,
  };
}

/** That the log is closed is for everybody to know; why, on which machine and from which file, is for those who run it. */
const closed = ({ messages: { log } }: PageContext): VNode =>
  html`<div class="notice" role="note">
    <h2>${log.closedTitle}</h2>
    <p>${log.closed}</p>
  </div>`;

function checkpoint({ newest }: PublicLogFacts, { messages, times }: PageContext): VNode {
  const { log } = messages;
  if (newest === null) return html`<p class="log-empty">${log.empty}</p>`;
  const number = new Intl.NumberFormat(messages.language === 'en' ? 'en-GB' : messages.language);
  return html`<section aria-labelledby="log-state">
    <h2 id="log-state">${log.checkpointTitle}</h2>
    <dl class="log-facts">
      <div><dt>${log.entries}</dt><dd class="log-size">${number.format(newest.size)}</dd></div>
      <div><dt>${log.newestEntry}</dt><dd>${time(newest.at, times.full(newest.at))}</dd></div>
      <div><dt>${log.root}</dt><dd>${copied(newest.root)}</dd></div>
      <div><dt>${log.witnesses}</dt><dd>${witnesses(newest.witnesses, log)}</dd></div>
    </dl>
    <p>${log.checkpoint}</p>
  </section>`;
}

/** Shown as "5 minutes ago" where scripts run. */
const time = (at: string, text: string): VNode => html`<time datetime=${at} data-show="list">${text}</time>`;

/** One tap selects it whole. It is the same in every language, and runs from left to right. */
const copied = (text: string): VNode => html`<code class="copied" dir="ltr" translate="no">${text}</code>`;

function witnesses(names: readonly string[], log: PageContext['messages']['log']): VNode | string {
  if (names.length === 0) return log.noWitnesses;
  const number = names.map((name) => html`<li><bdi dir="ltr" translate="no">${name}</bdi></li>`);
  return html`${log.witnessed} <ul>${number}</ul>`;
}

function key({ keys }: PublicLogFacts, now: number, { messages: { log }, times }: PageContext): VNode {
  const [current, ...earlier] = keys;
  const ended = (one: PublicLogFacts['keys'][number]): string => {
    if (one.reason === 'compromise') return log.compromised;
    return (one.until ?? 0) > now ? log.signsUntil : log.signedUntil;
  };
  const earlierKeys = html`<h3>${log.earlierKeys}</h3>
    <ul class="log-keys">
      ${earlier.map((one) => {
        const until = new Date(one.until ?? 0).toISOString();
        return html`<li>${copied(one.key)}
          <p class="small">${ended(one)} <time datetime=${until} data-show="full">${times.full(until)}</time></p></li>`;
      })}
    </ul>`;
  return html`<section aria-labelledby="log-key">
    <h2 id="log-key">${log.keyTitle}</h2>
    ${current === undefined ? html`<p>${log.noKey}</p>` : html`<p class="log-key">${copied(current.key)}</p><p>${log.key}</p>`}
    ${earlier.length === 0 ? null : earlierKeys}
  </section>`;
}

function forReaders({ hasChecker }: PublicLogFacts, { messages: { log } }: PageContext): VNode {
  return html`<section aria-labelledby="log-readers">
    <h2 id="log-readers">${log.readerTitle}</h2>
    <ol>${log.readerSteps.map((step) => html`<li>${step}</li>`)}</ol>
    ${hasChecker ? html`<p><a class="log-checker" href=${CHECKER_PATH}>${log.checker}</a></p>` : null}
  </section>`;
}

function forEngineers({ keys }: PublicLogFacts, { messages: { log }, absolute }: PageContext): VNode {
  const [current] = keys;
  const address = absolute(LOG_PATH);
  const vkey = current === undefined ? '…' : current.key;
  return html`<section aria-labelledby="log-audit">
    <h2 id="log-audit">${log.auditTitle}</h2>
    <p>${log.audit}</p>
    <pre class="log-commands" dir="ltr" translate="no"><code>${command(['audit', address], `--vkey '${vkey}'`)}</code></pre>
    <pre class="log-commands" dir="ltr" translate="no"><code>${command(['monitor', address], `--vkey '${vkey}'`, '--state log.json')}</code></pre>
    <p class="small">${log.auditFormats}</p>
  </section>`;
}

/** Broken where a shell takes it: a key is long. */
const command = (verb: readonly string[], ...options: readonly string[]): string =>
  [`stet log ${verb.join(' ')}`, ...options].join(' \\\n  ');

function files({ newest, firstTile, hasChecker }: PublicLogFacts, { messages }: PageContext): VNode {
  const { log } = messages;
  const links: readonly (readonly [string, string])[] = [
    ['/log/checkpoint', log.fileCheckpoint],
    ['/log/key', messages.checkKey],
    ['/log/keys.json', log.fileKeys],
    ...(firstTile === null ? [] : ([[`/log/${firstTile.hashes}`, log.fileTile]] as const)),
    ...(firstTile === null ? [] : ([[`/log/${firstTile.entries}`, log.fileEntries]] as const)),
    ...(newest === null ? [] : ([['/log/records/000', log.fileRecords]] as const)),
    ...(hasChecker ? ([[CHECKER_PATH, messages.checkOffline]] as const) : []),
    ['/trust.txt', 'trust.txt'],
  ];
  return html`<section aria-labelledby="log-files">
    <h2 id="log-files">${log.filesTitle}</h2>
    <ul class="log-files">
      ${links
        .filter(([address]) => newest !== null || address !== '/log/checkpoint')
        .map(([address, name]) => html`<li><a href=${address}>${name}</a></li>`)}
    </ul>
  </section>`;
}
