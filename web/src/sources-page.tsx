// The sources and how they are doing: last and next look, what went wrong, how many items stand where.

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { SourceViewModel } from '../../src/http/desk/schema.ts';
import { pollNow, reasonOf } from './api.ts';
import { Decision } from './decision.tsx';
import { Icon } from './icons.tsx';
import { setQuery } from './items-store.ts';
import { messages } from './messages.ts';
import { go } from './route.ts';
import { showToast } from './say.ts';
import { Time } from './time.tsx';

interface SourcesPageProps {
  readonly sources: readonly SourceViewModel[];
  readonly failed: string | null;
  readonly onChanged: () => void;
}

export function SourcesPage({ sources, failed, onChanged }: SourcesPageProps) {
  return (
    <div class="page">
      <h1>{messages.sources}</h1>
      {failed !== null && <p class="failure">{messages.sourcesFailed(failed)}</p>}
      {failed === null && sources.length === 0 && <p class="empty">{messages.noSources}</p>}
      <ul class="sources">
        {sources.map((source) => (
          <li key={source.id}>
            <SourceCard source={source} onChanged={onChanged} />
          </li>
        ))}
      </ul>
    </div>
  );
}

type State = 'ok' | 'failing' | 'waiting';

function stateOf(source: SourceViewModel): State {
  if (source.lastError !== null) return 'failing';
  return source.lastPoll === null && source.lastItem === null ? 'waiting' : 'ok';
}

function SourceCard({ source, onChanged }: { source: SourceViewModel; onChanged: () => void }) {
  const state = stateOf(source);
  const name = `source-${source.id}`;
  return (
    <article class={`source source-${state}`} aria-labelledby={name}>
      <header>
        <h2 id={name}>{source.name}</h2>
        <span class={`state state-${state}`}>
          <Icon name={state === 'failing' ? 'warn' : state === 'ok' ? 'publish' : 'keep'} />
          {messages.sourceState[state]}
        </span>
        {source.transport === 'poll' && <PollButton source={source} onChanged={onChanged} />}
      </header>
      <p class="quiet where">
        {messages.transports[source.transport]}
        {source.interval !== null && ` ${messages.every(source.interval)}`}
        {source.where !== null && <code>{source.where}</code>}
      </p>
      {source.lastError !== null && (
        <div class="notice notice-bad">
          <h3>
            <Icon name="warn" />
            {messages.lastError}
            {source.failures > 0 && `: ${messages.failuresInARow(source.failures)}`}
          </h3>
          <p>
            {source.lastError.message} <code>{source.lastError.code}</code>{' '}
            <Time at={source.lastError.at} long />
          </p>
        </div>
      )}
      <dl class="facts facts-row">
        {source.transport === 'poll' && <Fact name={messages.lastPoll} at={source.lastPoll} />}
        <Fact name={messages.lastItem} at={source.lastItem} />
        {source.transport === 'poll' && <Fact name={messages.nextPoll} at={source.nextPoll} />}
        <Fact name={messages.arrivals}>{source.arrivals.toLocaleString()}</Fact>
      </dl>
      {source.skipped !== null && (
        <p class="quiet">
          {messages.skipped}: {source.skipped.message} (<Time at={source.skipped.at} />)
        </p>
      )}
      <Counts source={source} />
      <details class="more">
        <summary>{messages.settings}</summary>
        <Settings source={source} />
      </details>
    </article>
  );
}

function Fact({ name, at, children }: { name: string; at?: string | null; children?: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{at === undefined ? children : at === null ? messages.never : <Time at={at} />}</dd>
    </div>
  );
}

function PollButton({ source, onChanged }: { source: SourceViewModel; onChanged: () => void }) {
  const [ordered, setOrdered] = useState(false);
  async function poll(): Promise<void> {
    setOrdered(true);
    try {
      await pollNow(source.id);
      showToast(messages.pollOrdered(source.name));
      setTimeout(onChanged, 1_000);
    } catch (error) {
      showToast(messages.actFailed(reasonOf(error)), { bad: true });
    }
    setTimeout(() => setOrdered(false), 2_000);
  }
  return (
    <button type="button" onClick={() => void (ordered ? null : poll())} aria-disabled={ordered}>
      <Icon name="poll" />
      {ordered ? messages.polling : messages.pollNow}
      <span class="visually-hidden"> {source.name}</span>
    </button>
  );
}

const ORDER = ['publish', 'hold', 'keep', 'refuse', 'spike', 'takedown'] as const;

function Counts({ source }: { source: SourceViewModel }) {
  const open = (decision: string): void => {
    go({ page: 'items', item: null });
    setQuery({ source: source.id, decision, text: '' });
  };
  const counted = ORDER.filter((action) => (source.counts[action] ?? 0) > 0);
  if (counted.length === 0) return null;
  return (
    <p class="counts">
      {counted.map((action) => (
        <button key={action} type="button" class="count-button" onClick={() => open(action)}>
          <Decision action={action} /> {(source.counts[action] ?? 0).toLocaleString()}
        </button>
      ))}
    </p>
  );
}

function Settings({ source }: { source: SourceViewModel }) {
  return (
    <dl class="facts">
      <Fact name={messages.filterByDecision}>{messages.publishes[source.publish]}</Fact>
      <Fact name={messages.format}>{source.format}</Fact>
      <Fact name={messages.section}>{source.section}</Fact>
      <Fact name={messages.credit}>{source.credit}</Fact>
      <Fact name={messages.language}>{source.language ?? '–'}</Fact>
      <Fact name={messages.timezone}>{source.timezone}</Fact>
      <Fact name={messages.minimumText}>{messages.characters(source.minimumText)}</Fact>
      <Fact name={messages.firstRun}>{messages.newest(source.firstRun)}</Fact>
      <Fact name={messages.robots}>{messages.robotsPolicy[source.robots]}</Fact>
      <Fact name={messages.canonical}>{messages.canonicals[source.canonical]}</Fact>
      {source.rights !== null && <Fact name={messages.usageTerms}>{source.rights}</Fact>}
      {source.movedTo !== null && <Fact name={messages.movedTo}>{source.movedTo}</Fact>}
    </dl>
  );
}
