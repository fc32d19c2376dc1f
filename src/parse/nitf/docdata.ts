// NITF 3.6 head: docdata, tobject, meta, pubdata, revision-history. What the document says about itself, in its own writing.

import type { Kind, PubStatus, Related, Rights, Subject, Warning } from '../../model/item.ts';
import type { ParseContext } from '../../model/parse-result.ts';
import { readTime } from '../dates.ts';
import { line } from '../html-text.ts';
import { attribute, childrenByLocal, elements, type XmlElement } from '../xml/element.ts';
import { nitfLine } from './body.ts';

export interface NitfHead {
  /** `doc-id`, else the `uno`, else the dynamic use key with its day. */
  readonly guid: string | null;
  readonly version: string | null;
  /** `unknown` where management-status is a word the standard does not have; `stated` is that word. */
  readonly status: PubStatus | 'embargoed' | 'unknown';
  readonly stated: string | null;
  readonly kind: Kind | null;
  readonly signals: readonly string[];
  readonly slugline: string | null;
  readonly urgency: number | null;
  /** Times as written. */
  readonly issued: string | null;
  readonly revisions: readonly string[];
  readonly release: string | null;
  readonly expires: string | null;
  /** Messages to editors: ed-msg and the reason of a correction. */
  readonly notes: readonly string[];
  readonly subjects: readonly Subject[];
  readonly keywords: readonly string[];
  readonly places: readonly string[];
  readonly rights: Rights;
  readonly related: readonly Related[];
  readonly language: string | null;
  readonly warnings: readonly Warning[];
}

/** The head of a `nitf` element; every field is absent where there is none. */
export function readNitfHead(nitf: XmlElement): NitfHead {
  const head = elements(nitf).find(({ local }) => local === 'head') ?? null;
  const tops = head === null ? [] : elements(head);
  const docdata = tops.find(({ local }) => local === 'docdata') ?? null;
  const data = new Docdata(docdata, head);
  const urgency = data.value('urgency', 'ed-urg');
  const messages = data.all('ed-msg').map((one) => attribute(one, 'msg-type')?.toLowerCase() ?? '');
  const meant = messages.flatMap((type) => MESSAGES.get(type) ?? []);
  const status = statusOf(docdata);
  return {
    guid: guidOf(nitf, data),
    version: data.value('du-key', 'version') ?? data.value('du-key', 'generation'),
    status: meant.find((one) => one.status !== undefined)?.status ?? status,
    stated: docdata === null ? null : attribute(docdata, 'management-status'),
    kind: meant.find((one) => one.kind !== undefined)?.kind ?? kindOf(tops),
    signals: [
      ...new Set([
        ...meant.map(({ signal }) => signal),
        ...(data.all('correction').length > 0 ? ['correction'] : []),
      ]),
    ],
    slugline: data.meta('slug', 'slugline', 'anpa-keyword'),
    urgency: urgencyOf(urgency),
    issued: data.value('date.issue', 'norm') ?? data.publication(),
    revisions: data.tops('revision-history').flatMap((one) => attribute(one, 'norm') ?? []),
    release: data.value('date.release', 'norm'),
    expires: data.value('date.expire', 'norm') ?? data.value('doc.rights', 'enddate'),
    notes: [...data.values('correction', 'info'), ...data.values('ed-msg', 'info')],
    subjects: [...tobjectSubjects(tops), ...scopes(data), ...identified(data)],
    keywords: data
      .all('key-list')
      .flatMap((list) => elements(list).flatMap((one) => attribute(one, 'key') ?? [])),
    places: placesOf(data),
    rights: rightsOf(data),
    related: data.values('correction', 'id-string').map((guid) => ({ rel: 'corrects', guid })),
    language: attribute(nitf, 'baselang') ?? nitf.language ?? data.meta('language', 'lang'),
    warnings: urgency !== null && urgencyOf(urgency) === null ? [urgencyWarning(urgency)] : [],
  };
}

export interface NitfEmbargo {
  /** As written. */
  readonly until: string | null;
  /** An embargo whose end is not known. */
  readonly open: boolean;
}

/**
 * `date.release` where it holds the document back: it is later than the issue or than the arrival, or one of the times cannot be
 * read. Agencies also send it on every document, equal to the issue: that is no embargo, unless the status says so; then its end
 * is not known.
 */
export function nitfEmbargo({ release, issued, status }: NitfHead, context: ParseContext): NitfEmbargo {
  const embargoed = status === 'embargoed';
  if (release === null) return { until: null, open: embargoed };
  const released = readTime(release, context).time;
  // Most agencies send one time as both.
  const began = issued === null ? null : issued === release ? released : readTime(issued, context).time;
  const holds = released === null || began === null || released > began;
  if (holds || (!embargoed && released > context.receivedAt))
    return { until: release, open: released === null };
  return { until: null, open: embargoed };
}

class Docdata {
  readonly #children: ReadonlyMap<string, readonly XmlElement[]>;
  readonly #tops: ReadonlyMap<string, readonly XmlElement[]>;

  constructor(docdata: XmlElement | null, head: XmlElement | null) {
    this.#children = childrenByLocal(docdata);
    this.#tops = childrenByLocal(head);
  }

  all(local: string): readonly XmlElement[] {
    return this.#children.get(local) ?? [];
  }

  tops(local: string): readonly XmlElement[] {
    return this.#tops.get(local) ?? [];
  }

  values(local: string, name: string): string[] {
    return this.all(local).flatMap((child) => attributeLine(child, name) ?? []);
  }

  value(local: string, name: string): string | null {
    for (const child of this.all(local)) {
      const value = attributeLine(child, name);
      if (value !== null) return value;
    }
    return null;
  }

  /** A pubdata speaks of one use of the document: its date stands in only where the document has none. */
  publication(): string | null {
    return this.tops('pubdata').flatMap((one) => attribute(one, 'date.publication') ?? [])[0] ?? null;
  }

  meta(...names: readonly string[]): string | null {
    for (const name of names) {
      const found = this.tops('meta').find((one) => attribute(one, 'name')?.toLowerCase() === name);
      const content = found === undefined ? null : attribute(found, 'content');
      if (content !== null) return line(content);
    }
    return null;
  }
}

function attributeLine(element: XmlElement, name: string): string | null {
  const written = attribute(element, name);
  return written === null ? null : line(written);
}

/**
 * A dynamic use key may be used again for another story after its period (NITF 3.6, du-key), so that the day belongs to it;
 * a part beyond the first is a text of its own.
 */
function guidOf(nitf: XmlElement, data: Docdata): string | null {
  const stated = data.value('doc-id', 'id-string') ?? attribute(nitf, 'uno');
  const key = data.value('du-key', 'key');
  if (stated !== null || key === null) return stated;
  const day =
    /^\d{4}-?\d\d-?\d\d/.exec(data.value('date.issue', 'norm') ?? '')?.[0].replaceAll('-', '') ?? null;
  const part = data.value('du-key', 'part');
  const own = part === null || /^[01]$/.test(part) ? null : part;
  return ['du-key', key, day, own].filter((piece) => piece !== null).join(':');
}

const STATUSES: ReadonlyMap<string, PubStatus | 'embargoed'> = new Map<string, PubStatus | 'embargoed'>([
  ['', 'usable'],
  ['usable', 'usable'],
  ['embargoed', 'embargoed'],
  ['withheld', 'withheld'],
  ['canceled', 'canceled'],
  ['cancelled', 'canceled'],
]);

function statusOf(docdata: XmlElement | null): NitfHead['status'] {
  const stated = docdata === null ? null : attribute(docdata, 'management-status');
  return STATUSES.get(stated?.toLowerCase() ?? '') ?? 'unknown';
}

interface Meant {
  readonly signal: string;
  readonly kind?: Kind;
  readonly status?: PubStatus;
}

/** Types of ed-msg that say what becomes of the item. The standard leaves the words to the agency; all others say nothing. */
const MESSAGES: ReadonlyMap<string, Meant> = new Map<string, Meant>([
  ...[
    'kill',
    'killed',
    'mandatory kill',
    'cancel',
    'canceled',
    'cancelled',
    'withdraw',
    'withdrawn',
    'withdrawal',
  ].map((type): [string, Meant] => [type, { signal: 'kill', kind: 'kill' }]),
  ...['hold', 'withhold', 'withheld'].map((type): [string, Meant] => [
    type,
    { signal: 'withhold', status: 'withheld' },
  ]),
  ...['embargo', 'embargoed'].map((type): [string, Meant] => [type, { signal: 'embargo' }]),
  ...['correction', 'corrective'].map((type): [string, Meant] => [type, { signal: 'correction' }]),
  ['advisory', { signal: 'advisory', kind: 'advisory' }],
  ['test', { signal: 'test', kind: 'test' }],
]);

/** tobject.type is `news` (the default), `data` or `advisory`; agencies add `alert` and `test`. */
function kindOf(tops: readonly XmlElement[]): Kind | null {
  const tobject = tops.find(({ local }) => local === 'tobject');
  const type = tobject === undefined ? null : attribute(tobject, 'tobject.type')?.toLowerCase();
  return type === 'advisory' || type === 'alert' || type === 'test' ? type : null;
}

const urgencyOf = (written: string | null): number | null =>
  written !== null && /^[1-8]$/.test(written) ? Number(written) : null;

const urgencyWarning = (written: string): Warning => ({
  code: 'urgency-not-understood',
  message: `${JSON.stringify(written)} is no urgency from 1 to 8`,
});

/** IPTC subject references: eight digits, with the names of type, matter and detail. */
function tobjectSubjects(tops: readonly XmlElement[]): Subject[] {
  return tops
    .filter(({ local }) => local === 'tobject')
    .flatMap((tobject) => elements(tobject))
    .filter(({ local }) => local === 'tobject.subject')
    .map((subject) => ({
      scheme: attribute(subject, 'tobject.subject.ipr') ?? 'IPTC',
      code: attribute(subject, 'tobject.subject.refnum') ?? attribute(subject, 'tobject.subject.code'),
      name:
        attribute(subject, 'tobject.subject.detail') ??
        attribute(subject, 'tobject.subject.matter') ??
        attribute(subject, 'tobject.subject.type'),
    }))
    .filter(({ code, name }) => code !== null || name !== null);
}

const scopes = (data: Docdata): Subject[] =>
  data.values('doc-scope', 'scope').map((name) => ({ scheme: 'doc-scope', code: null, name }));

const contents = (data: Docdata): XmlElement[] => data.all('identified-content').flatMap(elements);

const identified = (data: Docdata): Subject[] =>
  contents(data)
    .filter(({ local }) => local !== 'location')
    .map((one) => ({
      scheme: attribute(one, 'idsrc') ?? attribute(one, 'type') ?? one.local,
      code: attribute(one, 'value'),
      name: nitfLine(one),
    }))
    .filter(({ code, name }) => code !== null || name !== null);

function placesOf(data: Docdata): string[] {
  const named = contents(data)
    .filter(({ local }) => local === 'location')
    .flatMap((location) => nitfLine(location) ?? attribute(location, 'location-code') ?? []);
  const events = data
    .all('evloc')
    .map((one) =>
      ['city', 'county-dist', 'state-prov', 'iso-cc']
        .flatMap((name) => attribute(one, name) ?? [])
        .join(', '),
    );
  return [...new Set([...events, ...named])].filter((place) => place !== '');
}

const RIGHTS = [
  'owner',
  'agent',
  'type',
  'geography',
  'location-code',
  'startdate',
  'enddate',
  'limitations',
];

function rightsOf(data: Docdata): Rights {
  const copyright = data
    .all('doc.copyright')
    .flatMap((one) => line(['year', 'holder'].map((name) => attribute(one, name) ?? '').join(' ')) ?? []);
  const terms = data
    .all('doc.rights')
    .flatMap((one) =>
      RIGHTS.flatMap((name) => (attribute(one, name) === null ? [] : `${name}: ${attribute(one, name)}`)),
    );
  return { copyright: copyright[0] ?? null, usageTerms: terms.join('; ') || null, licence: null };
}
