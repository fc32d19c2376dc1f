// The first key that this browser has seen for the site, and the newest checkpoint: a key or a state of the log that does not go with them
// is told loudly. Where a browser keeps nothing, every visit is the first.

import type { Report, Story, TrustedKeys } from './story.ts';

export interface Remembered {
  readonly key: string;
  /** Milliseconds since 1970 UTC. */
  readonly since: number;
  /** The newest checkpoint seen; `null` before one has been. */
  readonly checkpoint: string | null;
}

const NAME = 'stet-log';

export function recall(): Remembered | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(NAME) ?? 'null');
    if (typeof value !== 'object' || value === null) return null;
    const [key, since, checkpoint] = ['key', 'since', 'checkpoint'].map((name): unknown =>
      Reflect.get(value, name),
    );
    if (typeof key !== 'string' || typeof since !== 'number') return null;
    return { key, since, checkpoint: typeof checkpoint === 'string' ? checkpoint : null };
  } catch {
    return null;
  }
}

export const trustedFrom = (remembered: Remembered | null): TrustedKeys | null =>
  remembered === null ? null : { keys: [remembered.key], from: 'remembered', since: remembered.since };

/** After a check in which the key has signed: a new key, or the known one with what the log looks like now. */
export function rememberFrom(report: Report, { key, now }: Story, before: Remembered | null): void {
  const [keyStep, signature] = report.steps;
  if (key === null || keyStep?.state === 'failed' || signature?.state !== 'ok') return;
  const since = before !== null && before.key === key ? before.since : now;
  remember({ key, since, checkpoint: report.newest });
}

export function remember(remembered: Remembered): void {
  try {
    localStorage.setItem(NAME, JSON.stringify(remembered));
  } catch {
    // Storage is full or forbidden.
  }
}
