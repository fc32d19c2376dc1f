// The versions of an item and what changed between any two, word by word.

import { useMemo, useState } from 'preact/hooks';
import type { VersionView } from '../../src/http/desk/schema.ts';
import { diffWords } from '../../src/text/diff.ts';
import { messages } from './messages.ts';
import { Time } from './time.tsx';

export function ItemVersions({ versions }: { versions: readonly VersionView[] }) {
  const [from, setFrom] = useState(Math.max(0, versions.length - 2));
  const [to, setTo] = useState(versions.length - 1);
  const before = versions[from];
  const after = versions[to];
  return (
    <>
      {versions.length > 1 ? (
        <p class="toolbar">
          <VersionChoice label={messages.compare} versions={versions} value={from} onChange={setFrom} />
          <VersionChoice label={messages.with} versions={versions} value={to} onChange={setTo} />
        </p>
      ) : (
        <p class="quiet">{messages.onlyVersion}</p>
      )}
      {versions.length > 1 && before !== undefined && after !== undefined && (
        <Differences before={before} after={after} />
      )}
      <ol class="version-list">
        {versions.map((version) => (
          <li key={version.seq}>
            <Time at={version.receivedAt} long />
            {version.parsed.version !== null && <code>{version.parsed.version}</code>}
            <span dir="auto">{version.parsed.headline}</span>
          </li>
        ))}
      </ol>
    </>
  );
}

interface VersionChoiceProps {
  readonly label: string;
  readonly versions: readonly VersionView[];
  readonly value: number;
  readonly onChange: (n: number) => void;
}

function VersionChoice({ label, versions, value, onChange }: VersionChoiceProps) {
  return (
    <label class="inline-field">
      {label}
      <select value={value} onChange={(event) => onChange(Number(event.currentTarget.value))}>
        {versions.map((version, n) => (
          <option key={version.seq} value={n}>
            {messages.versionN(n + 1)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Differences({ before, after }: { before: VersionView; after: VersionView }) {
  const a = before.parsed;
  const b = after.parsed;
  if (a.headline === b.headline && a.text === b.text) return <p class="quiet">{messages.noDifference}</p>;
  return (
    <div class="differences" lang={b.language ?? undefined} dir={b.direction ?? 'auto'}>
      <Difference class="difference-headline" before={a.headline ?? ''} after={b.headline ?? ''} />
      <Difference class="difference-text" before={a.text} after={b.text} />
    </div>
  );
}

function Difference({ before, after, class: name }: { before: string; after: string; class: string }) {
  const changes = useMemo(() => diffWords(before, after), [before, after]);
  return (
    <p class={name}>
      {changes.map(({ kind, text }, n) => {
        const key = `${n}-${kind}`;
        if (kind === 'added') return <ins key={key}>{text}</ins>;
        if (kind === 'removed') return <del key={key}>{text}</del>;
        return <span key={key}>{text}</span>;
      })}
    </p>
  );
}
