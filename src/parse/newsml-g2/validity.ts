// What in an item is against the standard (NewsML-G2 2.0 to 2.35, XML Schema Power), where a receiver can be misled by it. Small
// checks in one walk over the metadata, no validator: what is wrong is named with its clause, and the item is read all the same.

import type { Warning } from '../../model/item.ts';
import type { XmlElement } from '../xml/element.ts';
import { attribute, type Children } from './elements.ts';

/** Newest version of the standard that this reading knows. */
const NEWEST_MINOR = 35;

/** `catalogRef` and `catalog` may be absent from this version on (CR00211). */
const CATALOG_OPTIONAL_SINCE = 30;

/** `http://iptc.org/std/nar/2006-10-01/`, as keys write it. */
const NAMESPACE = '{http://iptc.org/std/nar/2006-10-01/}';

/** Names of the standard's elements, 2.0 to 2.35. */
const ELEMENTS: ReadonlySet<string> = new Set(
  `POIDetails a access accessStatus accountable action address affiliation altId altLoc altRep area assert assignedTo audience
bag bit born br broader by capacity catalog catalogContainer catalogItem catalogRef ceasedToExist channel circle concept
conceptExtProperty conceptId conceptItem conceptRef conceptSet confirmation contactInfo contentCreated contentMeta
contentMetaExtProperty contentModified contentSet contributor copyrightHolder copyrightNotice country created creator creditline
dataMining dateline dates definition deliverableOf deliveredItemRef delivery derivedFrom derivedFromValue description destination
details died digitalSourceType dissolved duration edNote email embargoed end event eventDetails eventStatus events exDate exRule
exclAudience expires facet facetConcept fax fileName firstCreated founded g2contentType generator genre geoAreaDetails group
groupExtProperty groupRef groupSet hasInstrument hash header headerExtProperty headline hierarchyInfo hop hopHistory icon im
incomingFeedId infoSource inline inlineData inlineRef inlineXML instanceOf itemClass itemCount itemMeta itemMetaExtProperty
itemRef itemSet keyword knowledgeItem language line link locality located location mainConcept memberOf metadataCreator name
narrower newsContentCharacteristics newsCoverage newsCoverageExtProperty newsCoverageSet newsCoverageStatus newsItem newsMessage
note objectDetails occurStatus openHours organisationDetails organiser origRep origin otherConstraints packageItem partMeta
partMetaExtProperty participant participationRequirement party personDetails phone planning planningExtProperty planningItem
polygon position postalCode priority profile provider pubHistory pubStatus published publishedExtProperty rDate rRule rating rb
regionDelim registration related remoteContent remoteContentExtProperty remoteInfo rightsExpressionData rightsExpressionXML
rightsInfo rightsInfoExtProperty role rp rt ruby sameAs sameAsScheme scheduled scheme schemeMeta schemeMetaExtProperty sender sent
service signal slugline span start subject timeDelim timestamp title transmitId type urgency usageTerms userInteraction
versionCreated web worldRegion`.split(/\s+/),
);

/** Minor version in which a structure came, as `parent/child`. */
const SINCE: ReadonlyMap<string, { readonly minor: number; readonly clause: string }> = new Map([
  ['organisationDetails/affiliation', { minor: 29, clause: 'CR00208' }],
  ['concept/hasInstrument', { minor: 31, clause: 'CR00215' }],
  ['assert/hasInstrument', { minor: 31, clause: 'CR00215' }],
  ['scheme@schemecreated', { minor: 29, clause: 'CR00209' }],
  ['schemeMeta@schemecreated', { minor: 29, clause: 'CR00209' }],
  ['scheme@authoritystatus', { minor: 32, clause: 'CR00216' }],
  ['schemeMeta@authoritystatus', { minor: 32, clause: 'CR00216' }],
  ['contentMeta/digitalSourceType', { minor: 33, clause: 'CR00217' }],
  ['rightsInfo/dataMining', { minor: 34, clause: 'CR00219' }],
  ['eventDetails/eventStatus', { minor: 35, clause: 'CR00221' }],
]);
const DATED = new Set([...SINCE.keys()].map((path) => path.slice(path.search(/[/@]/) + 1)));

/** Elements that may hold others of any namespace. */
const ANY_ALLOWED = new Set(['assert', 'link']);

/** `related` holds others to three levels (2.34, CR00218). */
const DEEPEST_RELATED = 3;

const ITEM_ORDER = order(
  'catalogRef=catalog hopHistory pubHistory rightsInfo itemMeta contentMeta partMeta assert inlineRef derivedFrom=derivedFromValue contentSet=groupSet=concept=conceptSet=newsCoverageSet=catalogContainer=schemeMeta',
);
const ITEM_META_ORDER = order(
  'itemClass provider versionCreated firstCreated embargoed pubStatus role fileName generator profile service title edNote memberOf instanceOf signal altRep deliverableOf hash expires origRep incomingFeedId metadataCreator link itemMetaExtProperty',
);
const ITEM_META_REQUIRED = ['itemClass', 'provider', 'versionCreated'];
const CATALOG_CONTENT_META = new Set(
  'contentCreated contentModified creator contributor altId contentMetaExtProperty'.split(' '),
);

/** Names in their order; those joined by an equals sign share a place. */
function order(names: string): ReadonlyMap<string, number> {
  return new Map(
    names
      .split(' ')
      .flatMap((group, place) => group.split('=').map((name): [string, number] => [name, place])),
  );
}

/** `parts` are the children of `item`. */
export function validityWarnings(item: XmlElement, parts: Children): Warning[] {
  const check = new Check(item);
  if (item.local !== 'catalog') {
    check.version(parts);
    check.item(parts);
  }
  for (const part of item.children)
    if (typeof part !== 'string' && part.local !== 'contentSet') check.walk(part, item, 0);
  if (item.local === 'catalog') check.attributes(item);
  return check.warnings;
}

class Check {
  readonly warnings: Warning[] = [];
  readonly #item: XmlElement;
  /** Minor version stated, as 35 for 2.35; `null` where none is. */
  readonly #minor: number | null;
  readonly #said = new Set<string>();

  constructor(item: XmlElement) {
    this.#item = item;
    const stated = /^(\d+)\.(\d+)$/.exec(attribute(item, 'standardversion') ?? '');
    this.#minor = stated === null || stated[1] !== '2' ? null : Number(stated[2]);
  }

  #warn(code: string, message: string): void {
    if (this.#said.has(message)) return;
    this.#said.add(message);
    this.warnings.push({ code, message });
  }

  #against(message: string, clause: string): void {
    this.#warn('against-standard', `${message} (NewsML-G2, ${clause})`);
  }

  version(parts: Children): void {
    const stated = attribute(this.#item, 'standardversion');
    if (!this.#item.key.startsWith(NAMESPACE))
      this.#against(
        'the item is not in the namespace of the news architecture',
        'News Architecture namespace 2006-10-01',
      );
    if (stated === null) this.#against('no standardversion', 'AnyItemType: standardversion is required');
    else if (this.#minor === null ? !/^1\.\d+$/.test(stated) : this.#minor > NEWEST_MINOR)
      this.#warn(
        'standard-version-unknown',
        `version ${stated} of the standard is not known; read as 2.${NEWEST_MINOR}`,
      );
    const noCatalog = !parts.has('catalogRef') && !parts.has('catalog');
    if (noCatalog && this.#minor !== null && this.#minor < CATALOG_OPTIONAL_SINCE)
      this.#against(
        'neither catalogRef nor catalog',
        `AnyItemType: required before 2.${CATALOG_OPTIONAL_SINCE}, CR00211`,
      );
    const version = attribute(this.#item, 'version');
    if (version !== null && !/^\+?0*[1-9]\d*$/.test(version))
      this.#against(
        `the version ${JSON.stringify(version.slice(0, 40))} is no positive integer`,
        'AnyItemType: version',
      );
  }

  item(parts: Children): void {
    const [itemMeta] = parts.get('itemMeta') ?? [];
    this.#order(this.#item, ITEM_ORDER, 'AnyItemType');
    if (itemMeta === undefined) return;
    this.#order(itemMeta, ITEM_META_ORDER, 'ItemMetadataType');
    for (const name of ITEM_META_REQUIRED) {
      const present = itemMeta.children.some((child) => typeof child !== 'string' && child.local === name);
      if (!present) this.#against(`itemMeta without ${name}`, `ItemManagementGroup: ${name} is required`);
    }
    if (this.#item.local !== 'catalogItem') return;
    for (const child of parts.get('contentMeta')?.[0]?.children ?? [])
      if (
        typeof child !== 'string' &&
        child.key.startsWith(NAMESPACE) &&
        !CATALOG_CONTENT_META.has(child.local)
      )
        this.#against(`${child.local} in the contentMeta of a catalogItem`, 'ContentMetadataCatType');
  }

  #order(parent: XmlElement, places: ReadonlyMap<string, number>, clause: string): void {
    let last = 0;
    let before = '';
    for (const child of parent.children) {
      if (typeof child === 'string') continue;
      const place = places.get(child.local);
      if (place === undefined) continue;
      if (place < last) {
        this.#against(`${child.local} stands behind ${before}`, `${clause}: sequence`);
        return;
      }
      last = place;
      before = child.local;
    }
  }

  /** `related`: how many `related` elements are around. */
  walk(element: XmlElement, parent: XmlElement, related: number): void {
    if (!element.key.startsWith(NAMESPACE)) return;
    const { local } = element;
    if (!ELEMENTS.has(local) && !ANY_ALLOWED.has(parent.local))
      this.#against(`${local} in ${parent.local} is no element of the standard`, 'xs:any namespace ##other');
    if (DATED.has(local)) this.#dated(`${parent.local}/${local}`);
    const inside = local === 'related' ? related + 1 : related;
    if (inside > DEEPEST_RELATED)
      this.#against(
        `related is nested ${inside} deep`,
        `related: at most ${DEEPEST_RELATED} levels, CR00218`,
      );
    this.attributes(element);
    for (const child of element.children) if (typeof child !== 'string') this.walk(child, element, inside);
  }

  attributes(element: XmlElement): void {
    for (const name in element.attributes) {
      if (DATED.has(name)) this.#dated(`${element.local}@${name}`);
      if (!name.endsWith('uri')) continue;
      const value = element.attributes[name] ?? '';
      if (value.includes('%') && BROKEN_ESCAPE.test(value))
        this.#against(
          `${name}=${JSON.stringify(value.slice(0, 40))} is no IRI`,
          `IRIType: ${name} of ${element.local}`,
        );
    }
  }

  #dated(path: string): void {
    const since = SINCE.get(path);
    if (since === undefined || (since.minor > 31 && (this.#minor ?? NEWEST_MINOR) >= since.minor)) return;
    const from = `valid from NewsML-G2 2.${since.minor} on, ${since.clause}`;
    if (this.#minor !== null && this.#minor < since.minor)
      this.#warn('against-standard', `${path} in an item of 2.${this.#minor} (${from})`);
    // Earlier schemas refuse these; who hands the item on should know.
    else this.#warn('recent-structure', `${path} (${from})`);
  }
}

const BROKEN_ESCAPE = /%(?![\da-f]{2})/i;
