// A source as the desk shows it: settings without anything secret, state, and how many items stand where.

import type { Source, Transport } from '../../model/source.ts';
import type { SourceState, SourceStates } from '../../model/source-state.ts';
import type { DeskReader } from '../../views/desk.ts';
import type { SourceViewModel } from './schema.ts';

type Counts = Awaited<ReturnType<DeskReader['counts']>>;

export const sourceViews = (
  sources: readonly Source[],
  states: Pick<SourceStates, 'get'>,
  counts: Counts,
): SourceViewModel[] => sources.map((source) => sourceView(source, states.get(source.id), counts));

function sourceView(source: Source, state: SourceState, counts: Counts): SourceViewModel {
  const { id, name, provider, format, publish, section, credit, rights, language, timezone } = source;
  const { robots, canonical, minimumText, firstRun } = source;
  const { lastPoll, lastItem, nextPoll, lastError, skipped, failures, arrivals, movedTo } = state;
  return {
    ...{ id, name, provider, format, publish, section, credit, rights, language, timezone },
    ...{ robots, canonical, minimumText, firstRun },
    transport: source.transport.type,
    where: whereOf(source.transport),
    interval: source.transport.type === 'poll' ? source.transport.interval : null,
    counts: { publish: 0, hold: 0, keep: 0, refuse: 0, spike: 0, takedown: 0, ...countsOf(source, counts) },
    ...{ lastPoll, lastItem, nextPoll, lastError, skipped, failures, arrivals },
    movedTo: movedTo === null ? null : withoutSecrets(movedTo),
  };
}

const countsOf = (source: Source, counts: Counts): Record<string, number> =>
  Object.fromEntries(
    counts.filter((count) => count.source === source.id).map(({ decision, items }) => [decision, items]),
  );

function whereOf(transport: Transport): string | null {
  switch (transport.type) {
    case 'poll':
      return withoutSecrets(transport.url);
    case 'folder':
      return transport.path;
    case 'push':
      return null;
  }
}

/** Agencies put keys into user names and queries: neither is shown, only that they are there. */
function withoutSecrets(address: string): string {
  const url = new URL(address);
  const user = url.username === '' && url.password === '' ? '' : '…@';
  const query = [...url.searchParams.keys()].map((key) => `${key}=…`).join('&');
  return `${url.protocol}//${user}${url.host}${url.pathname}${query === '' ? '' : `?${query}`}`;
}
