// What an item says: the reasons when it waits, the agency's text, and everything the agency said about it.

import type { ComponentChildren } from 'preact';
import type { DeskItemView, VersionView } from '../../src/http/desk/schema.ts';
import { Icon } from './icons.tsx';
import { messages } from './messages.ts';
import { Time } from './time.tsx';
import { WireText } from './wire-text.tsx';

export function ItemText({
  item,
  version: { parsed, receivedAt },
}: {
  item: DeskItemView;
  version: VersionView;
}) {
  if (item.takedown !== undefined) return <TakenDown takedown={item.takedown} />;
  return (
    <>
      <Reasons item={item} />
      {parsed.refusal !== null && (
        <Note title={messages.refusal} kind="bad">
          <p>{parsed.refusal.message}</p>
        </Note>
      )}
      {parsed.edNote !== null && (
        <Note title={messages.edNote} kind="note">
          <p dir="auto">{parsed.edNote}</p>
        </Note>
      )}
      {parsed.byline !== null && (
        <p class="byline" dir={parsed.direction ?? 'auto'}>
          {parsed.byline}
        </p>
      )}
      {parsed.text === '' ? (
        <p class="quiet">{messages.emptyText}</p>
      ) : (
        <WireText html={parsed.bodyHtml} language={parsed.language} direction={parsed.direction} />
      )}
      {parsed.disclaimer !== null && (
        <Note title={messages.disclaimer} kind="note">
          <p dir="auto">{parsed.disclaimer}</p>
        </Note>
      )}
      {parsed.warnings.length > 0 && (
        <Note title={messages.warnings} kind="note">
          <ul>
            {parsed.warnings.map((warning, n) => (
              <li key={`${warning.code}-${n}`}>{warning.message}</li>
            ))}
          </ul>
        </Note>
      )}
      <Media version={parsed} />
      <Details item={item} parsed={parsed} receivedAt={receivedAt} />
    </>
  );
}

const why = {
  hold: messages.whyHeld,
  refuse: messages.whyRefused,
  keep: messages.whyKept,
  spike: messages.whySpiked,
  takedown: messages.whyTakenDown,
};

function Reasons({ item }: { item: DeskItemView }) {
  if (item.decision === 'publish') return null;
  return (
    <Note title={why[item.decision]} kind={item.decision === 'hold' ? 'hold' : 'note'}>
      <ul>
        {item.reasons.map((reason, n) => (
          <li key={`${reason.code}-${n}`}>
            {reason.message}
            {reason.detail !== null && <pre class="detail">{reason.detail}</pre>}
          </li>
        ))}
      </ul>
    </Note>
  );
}

function TakenDown({ takedown }: { takedown: NonNullable<DeskItemView['takedown']> }) {
  const { at, by, reason, reference, note, path } = takedown;
  return (
    <Note title={messages.whyTakenDown} kind="note">
      <dl class="facts">
        <div>
          <dt>{messages.takedown.when}</dt>
          <dd>
            <Time at={at} long />
          </dd>
        </div>
        <div>
          <dt>{messages.takedown.who}</dt>
          <dd>{by}</dd>
        </div>
        <div>
          <dt>{messages.takedown.reason}</dt>
          <dd>{messages.takedown.reasons[reason]}</dd>
        </div>
        <div>
          <dt>{messages.takedown.filedUnder}</dt>
          <dd dir="auto">{reference}</dd>
        </div>
        {note !== null && (
          <div>
            <dt>{messages.takedown.toReaders}</dt>
            <dd dir="auto">{note}</dd>
          </div>
        )}
      </dl>
      <p>
        {messages.takedown.gone}{' '}
        {path !== null && (
          <a href={path} target="_blank" rel="noopener">
            {messages.takedown.notice} <Icon name="out" />
          </a>
        )}
      </p>
    </Note>
  );
}

function Note({
  title,
  kind,
  children,
}: {
  title: string;
  kind: 'hold' | 'bad' | 'note';
  children: ComponentChildren;
}) {
  return (
    <div class={`notice notice-${kind}`}>
      <h3>
        {kind !== 'note' && <Icon name={kind === 'hold' ? 'hold' : 'warn'} />}
        {title}
      </h3>
      {children}
    </div>
  );
}

type Parsed = VersionView['parsed'];

function Media({ version: { media } }: { version: Parsed }) {
  if (media.length === 0) return null;
  return (
    <details class="more">
      <summary>
        {messages.media} ({media.length})
      </summary>
      <p class="quiet">{messages.mediaNotLoaded}</p>
      <ul>
        {media.map((one) => (
          <li key={one.url}>
            <AgencyLink url={one.url} />{' '}
            {[one.type, one.caption, one.credit].filter((part) => part !== null).join(' · ')}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Details({ item, parsed, receivedAt }: { item: DeskItemView; parsed: Parsed; receivedAt: string }) {
  const time = (at: string | null) => (at === null ? null : <Time at={at} long />);
  const rows: readonly (readonly [string, ComponentChildren])[] = [
    [messages.received, time(receivedAt)],
    [messages.agencyTime, time(parsed.versionCreated)],
    [messages.published, time(item.publishedAt)],
    [messages.signals, parsed.signals.join(', ')],
    [messages.embargo, time(parsed.embargoedUntil)],
    [messages.expires, time(parsed.expires)],
    [messages.agencyVersion, parsed.version],
    [messages.slugline, parsed.slugline],
    [messages.dateline, parsed.dateline?.text ?? null],
    [messages.section, item.section],
    [messages.language, parsed.language],
    [messages.credit, parsed.credit],
    [messages.rights, parsed.rights.copyright],
    [messages.usageTerms, parsed.rights.usageTerms],
    [messages.subjects, parsed.subjects.map((subject) => subject.name ?? subject.code).join(', ')],
    [messages.keywords, parsed.keywords.join(', ')],
    [messages.summary, parsed.summary],
    [messages.agencyPage, parsed.link === null ? null : <AgencyLink url={parsed.link} />],
    [messages.guid, <code key="guid">{parsed.guid}</code>],
    [messages.format, parsed.format],
  ];
  return (
    <details class="more" open>
      <summary>{messages.details}</summary>
      <dl class="facts">
        {rows
          .filter(([, value]) => value !== null && value !== '')
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd dir="auto">{value}</dd>
            </div>
          ))}
      </dl>
    </details>
  );
}

function AgencyLink({ url }: { url: string }) {
  if (!/^https?:/i.test(url)) return <code>{url}</code>;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {url}
    </a>
  );
}
