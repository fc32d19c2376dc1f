// What could not be understood: the list, and for each failure the bytes around the place where reading stopped.

import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { QuarantineRowView } from '../../src/http/desk/schema.ts';
import { bytesUrl, fetchBytes, fetchQuarantine, reasonOf } from './api.ts';
import { byteAt, decode, hexRows } from './bytes.ts';
import { ViewSwitch } from './bytes-view.tsx';
import { Icon } from './icons.tsx';
import { itemsStore } from './items-store.ts';
import { useKeys } from './keys.ts';
import { messages } from './messages.ts';
import { go, pathOf } from './route.ts';
import { useStore } from './store.ts';
import { Time } from './time.tsx';

const WHOLE = 1024 * 1024;

interface QuarantinePageProps {
  readonly open: number | null;
  readonly sourceName: (id: string) => string;
}

export function QuarantinePage({ open, sourceName }: QuarantinePageProps) {
  const { failures } = useStore(itemsStore);
  const { rows, next, failed, loadOlder } = useQuarantine(failures);
  const heading = useRef<HTMLHeadingElement>(null);
  const index = rows.findIndex((row) => row.id === open);
  const row = rows[index];
  const show = (failure: number | null) =>
    go({ page: 'quarantine', failure }, open !== null && failure !== null);
  const move = (step: number): void => {
    const to = rows[index === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, index + step))];
    if (to === undefined) return;
    show(to.id);
    document.getElementById(`failure-${to.id}`)?.focus();
  };
  const id = row?.id;
  useKeys({ j: () => move(1), k: () => move(-1), Escape: () => show(null) });

  return (
    <div class={`quarantine ${row === undefined ? '' : 'quarantine-open'}`}>
      <h1 class="visually-hidden">{messages.quarantine}</h1>
      <div class="quarantine-list">
        <p class="page-title" aria-hidden="true">
          {messages.quarantine}
        </p>
        <p class="quiet">{messages.quarantineLead}</p>
        {failed !== null && <p class="failure">{messages.quarantineFailed(failed)}</p>}
        {failed === null && rows.length === 0 && <p class="empty">{messages.quarantineEmpty}</p>}
        <ul aria-label={messages.quarantineList}>
          {rows.map((one) => (
            <li key={one.id}>
              <FailureLink
                row={one}
                current={one.id === id}
                sourceName={sourceName}
                onOpen={() => show(one.id)}
              />
            </li>
          ))}
        </ul>
        {next !== null && (
          <button type="button" onClick={loadOlder}>
            {messages.older}
          </button>
        )}
      </div>
      {row === undefined ? (
        rows.length > 0 && <p class="quiet quarantine-hint">{messages.pickFailure}</p>
      ) : (
        <FailureDetail
          key={row.id}
          row={row}
          sourceName={sourceName}
          headingRef={heading}
          onClose={() => show(null)}
        />
      )}
    </div>
  );
}

function useQuarantine(failures: number) {
  const [rows, setRows] = useState<readonly QuarantineRowView[]>([]);
  const [next, setNext] = useState<string | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const load = useCallback(async (cursor: string | null): Promise<void> => {
    try {
      const page = await fetchQuarantine(cursor);
      setRows((before) => (cursor === null ? page.rows : [...before, ...page.rows]));
      setNext(page.next);
      setFailed(null);
    } catch (error) {
      setFailed(reasonOf(error));
    }
  }, []);
  // a failure that comes in is a reason to look again
  useEffect(() => {
    const timer = setTimeout(() => void load(null), failures === 0 ? 0 : 300);
    return () => clearTimeout(timer);
  }, [failures, load]);
  return { rows, next, failed, loadOlder: () => void load(next) };
}

interface FailureLinkProps {
  readonly row: QuarantineRowView;
  readonly current: boolean;
  readonly sourceName: (id: string) => string;
  readonly onOpen: () => void;
}

function FailureLink({ row, current, sourceName, onOpen }: FailureLinkProps) {
  return (
    <a
      id={`failure-${row.id}`}
      href={pathOf({ page: 'quarantine', failure: row.id })}
      aria-current={current ? 'true' : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        onOpen();
      }}
    >
      <strong>{row.failure.message}</strong>
      <span class="row-meta">
        <Time at={row.at} />
        <span>{sourceName(row.source)}</span>
        {row.failure.line !== null && (
          <span>
            {messages.line} {row.failure.line}
          </span>
        )}
        <code>{row.failure.code}</code>
      </span>
    </a>
  );
}

interface FailureDetailProps {
  readonly row: QuarantineRowView;
  readonly sourceName: (id: string) => string;
  readonly headingRef: { current: HTMLHeadingElement | null };
  readonly onClose: () => void;
}

function FailureDetail({ row, sourceName, headingRef, onClose }: FailureDetailProps) {
  const { failure } = row;
  return (
    <section class="panel failure-detail" aria-labelledby="failure-title">
      <header class="panel-head">
        <button
          type="button"
          class="icon-button panel-close"
          onClick={onClose}
          title={`${messages.close} (Esc)`}
        >
          <Icon name="close" />
          <span class="visually-hidden">{messages.close}</span>
        </button>
        <h2 id="failure-title" ref={headingRef} tabIndex={-1}>
          {failure.message}
        </h2>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section class="panel-body" tabIndex={0} aria-label={messages.details}>
        <dl class="facts facts-row">
          <Fact name={messages.errorCode} value={failure.code} />
          <Fact name={messages.line} value={failure.line} />
          <Fact name={messages.column} value={failure.column} />
          <Fact name={messages.offset} value={failure.offset} />
          <Fact
            name={messages.position}
            value={failure.index === null ? messages.wholeArrival : messages.itemIndex(failure.index)}
          />
          <Fact name={messages.from} value={sourceName(row.source)} />
          <Fact name={messages.arrival} value={row.arrival} />
          <Fact name={messages.size} value={messages.bytes(row.size)} />
        </dl>
        <BytesAround row={row} />
        <dl class="facts">
          {row.origin !== null && <Fact name={messages.origin} value={row.origin} />}
          <Fact name="SHA-256" value={row.sha256} />
        </dl>
      </section>
    </section>
  );
}

function Fact({ name, value }: { name: string; value: string | number | null }) {
  if (value === null) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function BytesAround({ row }: { row: QuarantineRowView }) {
  const [bytes, setBytes] = useState<Uint8Array | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [hex, setHex] = useState(false);
  useEffect(() => {
    fetchBytes(row.arrival, 0, WHOLE).then(setBytes, (error) => setFailed(reasonOf(error)));
  }, [row.arrival]);

  if (failed !== null) return <p class="failure">{messages.bytesFailed(failed)}</p>;
  if (bytes === null) return <p class="quiet">{messages.loading}</p>;
  const at = byteAt(bytes, row.failure);
  const placed = row.failure.line !== null || row.failure.offset !== null;
  return (
    <>
      <div class="toolbar">
        <h3>{messages.aroundError}</h3>
        <ViewSwitch hex={hex} onChange={setHex} />
        <a class="button" href={bytesUrl(row.arrival, 0, WHOLE)} download={`arrival-${row.arrival}.bin`}>
          {messages.saveBytes}
        </a>
      </div>
      {at === null && <p class="quiet">{placed ? messages.notReached : messages.noPosition}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section class="dump" tabIndex={0} aria-label={messages.aroundError}>
        <pre>{hex ? <HexAround bytes={bytes} at={at} /> : <TextAround bytes={bytes} at={at} />}</pre>
      </section>
    </>
  );
}

/** Bytes shown before and after the place in the hex view; whole rows. */
const HEX_BEFORE = 16 * 8;
const HEX_AFTER = 16 * 16;
const TEXT_BEFORE = 700;
const TEXT_AFTER = 700;

function HexAround({ bytes, at }: { bytes: Uint8Array; at: number | null }) {
  const place = at ?? 0;
  const start = Math.max(0, place - (place % 16) - HEX_BEFORE);
  const rows = hexRows(bytes.subarray(start, start + HEX_BEFORE + HEX_AFTER), start);
  if (at === null) return <>{rows.join('\n')}</>;
  // Offset (8), two spaces, three characters a byte, one more space in the middle.
  const column = 10 + (at % 16) * 3 + (at % 16 > 7 ? 1 : 0);
  return (
    <>
      {rows.map((text, n) => {
        const isPlace = start + n * 16 === at - (at % 16);
        return (
          <span key={text} class={isPlace ? 'dump-line dump-line-error' : 'dump-line'}>
            {isPlace ? (
              <>
                {text.slice(0, column)}
                <mark>{text.slice(column, column + 2)}</mark>
                {text.slice(column + 2)}
              </>
            ) : (
              text
            )}
            {'\n'}
          </span>
        );
      })}
    </>
  );
}

function TextAround({ bytes, at }: { bytes: Uint8Array; at: number | null }) {
  if (at === null) return <>{decode(bytes.subarray(0, TEXT_BEFORE + TEXT_AFTER), 'utf-8')}</>;
  const start = lineBreakBefore(bytes, Math.max(0, at - TEXT_BEFORE));
  const firstLine = countLines(bytes, start) + 1;
  const before = decode(bytes.subarray(start, at), 'utf-8');
  const after = decode(bytes.subarray(at, at + TEXT_AFTER), 'utf-8');
  const wrong = [...after][0] ?? '';
  const lines = numbered(before + after, firstLine);
  const errorLine = firstLine + before.split('\n').length - 1;
  const column = before.length - (before.lastIndexOf('\n') + 1);
  return (
    <>
      {lines.map(({ number, text }) => (
        <span key={number} class={number === errorLine ? 'dump-line dump-line-error' : 'dump-line'}>
          <span class="line-number">{number}</span>
          {number === errorLine ? (
            <>
              {text.slice(0, column)}
              <mark title={messages.errorHere}>{wrong === '' || wrong === '\n' ? '␄' : wrong}</mark>
              {text.slice(column + (wrong === '\n' ? 0 : wrong.length))}
            </>
          ) : (
            text
          )}
          {'\n'}
        </span>
      ))}
    </>
  );
}

const numbered = (text: string, first: number): { number: number; text: string }[] =>
  text.split('\n').map((line, n) => ({ number: first + n, text: line }));

function lineBreakBefore(bytes: Uint8Array, at: number): number {
  const found = bytes.lastIndexOf(0x0a, at);
  return found === -1 || at === 0 ? 0 : found + 1;
}

function countLines(bytes: Uint8Array, until: number): number {
  let lines = 0;
  for (let at = bytes.indexOf(0x0a); at !== -1 && at < until; at = bytes.indexOf(0x0a, at + 1)) lines += 1;
  return lines;
}
