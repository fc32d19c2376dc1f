// All that happened to an item, the latest first: who or which rule, what, when, and every reason.

import type { ComponentChildren } from 'preact';
import type { DecisionView, ItemDetailView } from '../../src/http/desk/schema.ts';
import { Decision } from './decision.tsx';
import { Icon } from './icons.tsx';
import { messages } from './messages.ts';
import { Time } from './time.tsx';

export function ItemHistory({ detail: { item, versions, decisions, reviews } }: { detail: ItemDetailView }) {
  const numbers = new Map(versions.map((version, n) => [version.seq, n + 1]));
  const versionName = (seq: number) => messages.versionN(numbers.get(seq) ?? 0);
  const happenings = [
    ...versions.map((version) => ({
      seq: version.seq,
      at: version.receivedAt,
      content: (
        <p>
          <strong>{versionName(version.seq)}</strong> {messages.versionCame}
        </p>
      ),
    })),
    ...decisions.map((decision) => ({
      seq: decision.seq,
      at: decision.at,
      content: <DecisionEntry decision={decision} version={versionName(decision.version)} />,
    })),
    ...reviews.map((review) => ({
      seq: review.seq,
      at: review.at,
      content: (
        <p class="who">
          <span class="read">
            <Icon name="read" />
            {messages.read}
          </span>
          <strong>{review.by}</strong> {versionName(review.version)}
        </p>
      ),
    })),
    ...(item.takedown === undefined ? [] : [item.takedown]).map((takedown) => ({
      seq: takedown.seq,
      at: takedown.at,
      content: (
        <>
          <p class="who">
            <Decision action="takedown" />
            <strong>{takedown.by}</strong>
          </p>
          <p dir="auto">
            {messages.takedown.reasons[takedown.reason]}: {takedown.reference}
          </p>
        </>
      ),
    })),
  ].sort((a, b) => b.seq - a.seq);
  return (
    <ol class="history">
      {happenings.map(({ seq, at, content }) => (
        <Happening key={seq} at={at}>
          {content}
        </Happening>
      ))}
    </ol>
  );
}

function Happening({ at, children }: { at: string; children: ComponentChildren }) {
  return (
    <li>
      <div class="when">
        <Time at={at} long />
      </div>
      <div>{children}</div>
    </li>
  );
}

function DecisionEntry({ decision, version }: { decision: DecisionView; version: string }) {
  return (
    <>
      <p class="who">
        <Decision action={decision.action} />
        <strong>{messages.decidedBy(decision.by)}</strong>
        <span>{version}</span>
        {decision.config !== null && (
          <span class="quiet" title={`${messages.rulesConfigTitle}: ${decision.config}`}>
            {messages.rulesConfig(decision.config)}
          </span>
        )}
      </p>
      <ul class="reasons">
        {decision.reasons.map((reason, n) => (
          <li key={`${reason.code}-${n}`}>
            {reason.message} <code class="quiet">{reason.code}</code>
            {reason.detail !== null && <pre class="detail">{reason.detail}</pre>}
          </li>
        ))}
      </ul>
    </>
  );
}
