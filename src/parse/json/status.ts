// Publication status and signals as JSON formats write them. What is not known is refused: a word that may be a kill must not
// become a story.

import type { Kind, PubStatus } from '../../model/item.ts';
import type { Fields } from './fields.ts';
import { shown } from './fields.ts';

/** IPTC's three and what agencies write for them. */
const STATUSES: ReadonlyMap<string, PubStatus> = new Map<string, PubStatus>([
  ['usable', 'usable'],
  ['withheld', 'withheld'],
  ['canceled', 'canceled'],
]);
const OTHER_WORDS: ReadonlyMap<string, PubStatus> = new Map<string, PubStatus>([
  ['hold', 'withheld'],
  ['withhold', 'withheld'],
  ['cancelled', 'canceled'],
  ['killed', 'canceled'],
  ['kill', 'canceled'],
  ['recalled', 'canceled'],
]);

/**
 * The status under `key`, with or without the scheme (`stat:`); usable where there is none, as the standards say.
 * @throws {StetError} `status-unknown`
 */
export function readStatus(fields: Fields, key: string): PubStatus {
  const written = fields.word(key);
  if (written === null) return 'usable';
  const code = written.toLowerCase().replace(/^stat:|^.*\/pubstatus(?:g2)?\//, '');
  const status = STATUSES.get(code);
  if (status !== undefined) return status;
  const meant = OTHER_WORDS.get(code);
  if (meant === undefined)
    return fields.refuse(key, `is ${shown(written)}, which no status is`, 'status-unknown');
  fields.warn('status-not-in-standard', `${key} is ${shown(written)}; it was read as ${meant}`);
  return meant;
}

export interface ReadSignals {
  readonly signals: readonly string[];
  /** `null` where no signal says what kind of message it is. */
  readonly kind: Kind | null;
  /** Codes that are not known. */
  readonly unknown: readonly string[];
}

/** What a code means; an empty word for those that mean nothing for the desk. */
const SIGNALS: ReadonlyMap<string, string> = new Map([
  ...named('kill', 'kill killed elimination eliminate withdrawal withdrawn mandatorykill'),
  ...named('withhold', 'withhold withheld hold'),
  ...named('correction', 'correction corrections corrective corrected clarification'),
  ...named('advisory', 'advisory mediaadvisory attention daybook'),
  ...named('embargo', 'embargo embargoed holdforrelease'),
  ...named('test', 'test'),
  ...named('update', 'update updated'),
  ...named(
    '',
    `newscontent singlesource atomic breaking partial complete urgent alert flash newsalert lead add sub take takes writethru
    refile repeat resend advance optional standalone explicitcontent translation transl ordinary bulletin`,
  ),
]);

const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['kill', 'kill'],
  ['test', 'test'],
  ['withhold', 'advisory'],
  ['advisory', 'advisory'],
]);
/** Codes that are not known are kept up to this number. */
const MOST_UNKNOWN = 50;
/** What counts most, where several are named. */
const KIND_ORDER = ['kill', 'test', 'withhold', 'advisory'];

function named(meaning: string, codes: string): [string, string][] {
  return codes.split(/\s+/).map((code) => [code, meaning]);
}

/** Reads codes as agencies write them: `sig:correction`, `HoldForRelease`, `http://…/signal/update`. */
export function readSignalCodes(written: readonly string[]): ReadSignals {
  const signals = new Set<string>();
  const unknown: string[] = [];
  for (const one of written) {
    const code = one.trim().replace(/^.*[:/]/s, '');
    const meaning = SIGNALS.get(code.toLowerCase().replaceAll(/[^a-z]/g, ''));
    if (meaning === undefined && unknown.push(one) > MOST_UNKNOWN) continue;
    const signal = meaning || kebab(code);
    if (signal !== '' && signal !== 'newscontent') signals.add(signal);
  }
  const kind = KIND_ORDER.find((signal) => signals.has(signal));
  return { signals: [...signals], kind: kind === undefined ? null : (KINDS.get(kind) ?? null), unknown };
}

const kebab = (code: string): string =>
  code
    .slice(0, 60)
    .replaceAll(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
