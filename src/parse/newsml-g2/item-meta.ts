// itemMeta: what an item is and what may be done with it (NewsML-G2 2.35, ItemMetadataType). What is not understood of status or
// signals is never taken for harmless.

import type { Kind, PubStatus, Related, Warning } from '../../model/item.ts';
import { innerText, type XmlElement } from '../xml/element.ts';
import type { Catalogs, Concept } from './concept.ts';
import { all, attribute, type Children, childrenOf, first, lineIn, linesIn } from './elements.ts';
import { SCHEME } from './iptc-catalog.ts';

export interface ItemMeta {
  /** `null` where the status is not understood. */
  readonly status: PubStatus | null;
  /** What `pubStatus` says, for people. */
  readonly statedStatus: string;
  /** The code of `itemClass`: `text`, `picture`, `composite`, …; `null` where it is none of IPTC's. */
  readonly itemClass: string | null;
  readonly versionCreated: string | null;
  readonly firstCreated: string | null;
  /** As written; empty where the element is. */
  readonly embargoed: string | null;
  readonly expires: string | null;
  readonly title: string | null;
  readonly edNote: string | null;
  readonly signals: readonly string[];
  readonly kind: Kind | null;
  readonly related: readonly Related[];
  readonly warnings: readonly Warning[];
}

export function readItemMeta(itemMeta: XmlElement | null, catalogs: Catalogs): ItemMeta {
  const fields = childrenOf(itemMeta);
  const notes = all(fields, 'edNote');
  const { signals, kind, warnings } = signalsOf(fields, catalogs);
  const embargoed = first(fields, 'embargoed');
  const pubStatus = first(fields, 'pubStatus');
  const itemClass = first(fields, 'itemClass');
  return {
    status: statusOf(pubStatus, catalogs),
    statedStatus: pubStatus === null ? '' : stated(pubStatus),
    itemClass: itemClass === null ? null : natureOf(catalogs.conceptOf(itemClass)),
    versionCreated: lineIn(first(fields, 'versionCreated')),
    firstCreated: lineIn(first(fields, 'firstCreated')),
    embargoed: embargoed === null ? null : innerText(embargoed).trim(),
    expires: expiryOf(all(fields, 'expires')),
    title: lineIn(first(fields, 'title')),
    edNote: notesOf(notes, embargoed !== null && lineIn(embargoed) !== null),
    signals: notes.some((note) => isEmbargoNote(note, catalogs)) ? [...signals, 'embargo'] : signals,
    kind,
    related: [...all(fields, 'link'), ...all(fields, 'altRep')].flatMap((link) => relatedOf(link, catalogs)),
    warnings,
  };
}

const stated = (element: XmlElement): string =>
  attribute(element, 'qcode') ?? attribute(element, 'uri') ?? attribute(element, 'literal') ?? 'nothing';

/** For the order only: without a zone as if in UTC, last where it cannot be read. */
function instant(time: string): number {
  const at = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/i.test(time) ? time : `${time}Z`);
  return Number.isNaN(at) ? Number.MAX_VALUE : at;
}

const STATUS: Readonly<Record<string, PubStatus>> = {
  usable: 'usable',
  withheld: 'withheld',
  canceled: 'canceled',
  cancelled: 'canceled',
};

/** `usable` where there is no pubStatus (NewsML-G2, pubStatus: "the default is usable"); `null` where it is not understood. */
function statusOf(pubStatus: XmlElement | null, catalogs: Catalogs): PubStatus | null {
  if (pubStatus === null) return 'usable';
  const concept = catalogs.conceptOf(pubStatus);
  const status = concept === null ? undefined : STATUS[concept.code.toLowerCase()];
  if (concept === null || status === undefined) return null;
  // In a scheme that is not known only what takes back is believed.
  return concept.scheme === SCHEME.status || status !== 'usable' ? status : null;
}

const natureOf = (concept: Concept | null): string | null =>
  concept === null || (concept.scheme !== SCHEME.itemNature && concept.resolved)
    ? null
    : concept.code.toLowerCase();

/** Of several, the earliest of those without a constraint, else the earliest. */
function expiryOf(elements: readonly XmlElement[]): string | null {
  const free = elements.filter(
    (one) => attribute(one, 'pubconstraint') === null && attribute(one, 'pubconstrainturi') === null,
  );
  const times = (free.length > 0 ? free : elements).flatMap((one) => lineIn(one) ?? []);
  return times.toSorted((a, b) => instant(a) - instant(b))[0] ?? null;
}

/**
 * Every line of the notes once: dpa's notepad shows the others again. What in it only shows the embargo again, in words, goes
 * where the embargo has a time of its own.
 */
function notesOf(notes: readonly XmlElement[], embargoHasTime: boolean): string | null {
  const isEmbargo = ({ attributes }: XmlElement) => embargoHasTime && attributes.class === 'embargoed';
  const lines = notes.flatMap((note) => linesIn(note, isEmbargo)?.split('\n') ?? []);
  return [...new Set(lines)].join('\n') || null;
}

/** dpa marks such notes by their role; what others only say is read with all notes. */
const isEmbargoNote = (note: XmlElement, catalogs: Catalogs): boolean =>
  catalogs.codesOf(note, 'role').includes('embargo');

interface Meaning {
  /** `null`: it says nothing that matters here. */
  readonly signal: string | null;
  readonly kind?: Kind;
}

/** Codes of IPTC's signal and message signal schemes, and of agencies' own, by their alias. */
const SIGNALS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  [`${SCHEME.signal}update`, { signal: 'update' }],
  [`${SCHEME.signal}correction`, { signal: 'correction' }],
  [`${SCHEME.signal}corrected`, { signal: 'correction' }],
  [`${SCHEME.signal}writethru`, { signal: 'writethru' }],
  [`${SCHEME.signal}refile`, { signal: 'refile' }],
  [`${SCHEME.signal}repeat`, { signal: 'repeat' }],
  [`${SCHEME.signal}embargo`, { signal: 'embargo' }],
  [`${SCHEME.signal}embargoed`, { signal: 'embargo' }],
  [`${SCHEME.signal}hold`, { signal: 'withhold', kind: 'advisory' }],
  [`${SCHEME.signal}withhold`, { signal: 'withhold', kind: 'advisory' }],
  [`${SCHEME.signal}kill`, { signal: 'kill', kind: 'kill' }],
  [`${SCHEME.signal}advisory`, { signal: 'advisory', kind: 'advisory' }],
  [`${SCHEME.signal}test`, { signal: 'test', kind: 'test' }],
  [`${SCHEME.signal}cwarn`, { signal: 'content-warning' }],
  [`${SCHEME.signal}breaking`, { signal: 'breaking' }],
  [`${SCHEME.messageSignal}atomic`, { signal: null }],
  ['dpasig:isplanned', { signal: null }],
  ['dpasig:isdeliverable', { signal: null }],
  ['apsig:newscontent', { signal: null }],
  ['apsig:newsplanned', { signal: null }],
]);

/** Added where a signal is not understood: the desk holds such an item. */
export const SIGNAL_UNKNOWN = 'signal-unknown';

interface Signalled {
  readonly signals: readonly string[];
  readonly kind: Kind | null;
  readonly warnings: readonly Warning[];
}

/** Signals of an item's itemMeta, or of a message's header. */
export function signalsOf(fields: Children, catalogs: Catalogs): Signalled {
  const signals: string[] = [];
  const warnings: Warning[] = [];
  let kind: Kind | null = null;
  for (const element of all(fields, 'signal')) {
    const concept = catalogs.conceptOf(element);
    const meaning = concept === null ? undefined : meaningOf(concept);
    if (meaning === undefined) {
      signals.push(SIGNAL_UNKNOWN);
      warnings.push({ code: SIGNAL_UNKNOWN, message: `the signal ${stated(element)} is not understood` });
      continue;
    }
    if (meaning.signal !== null) signals.push(meaning.signal);
    kind ??= meaning.kind ?? null;
  }
  return { signals, kind, warnings };
}

function meaningOf({ scheme, code }: Concept): Meaning | undefined {
  const lower = code.toLowerCase();
  return SIGNALS.get(`${scheme}${lower}`) ?? SIGNALS.get(`${scheme}:${lower}`);
}

/** `link`: its relation and what it points to, by identifier before address. Links inside it say more of the same target. */
function relatedOf(link: XmlElement, catalogs: Catalogs): Related[] {
  const target =
    attribute(link, 'residref') ??
    attribute(link, 'href') ??
    attribute(link, 'uri') ??
    (link.local === 'altRep' ? lineIn(link) : null);
  return target === null ? [] : [{ rel: relationOf(link, catalogs), guid: target }];
}

/** The code where the relation is IPTC's, else as written. */
function relationOf(link: XmlElement, catalogs: Catalogs): string {
  const concept = catalogs.conceptOf(link, 'rel', 'reluri');
  if (concept === null) return link.local === 'altRep' ? 'altRep' : 'related';
  if (concept.scheme === SCHEME.itemRelation) return concept.code;
  return attribute(link, 'rel') ?? attribute(link, 'reluri') ?? concept.code;
}
