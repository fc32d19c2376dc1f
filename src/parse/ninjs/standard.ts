// What the schemas of ninjs 1.0 to 3.1 say of an item's members: which there are, of which type. The generations differ in
// names, not in meaning: 3 writes in camel case what 2 writes in lower case; 2 and 3 have arrays where 1 has `body_…` keys.

import type { Fields } from '../json/fields.ts';
import { shown } from '../json/fields.ts';
import { isArray, isNumber, isObject, type JsonValue } from '../json/reader.ts';

type Shape = 'string' | 'number' | 'object' | 'objects' | 'named' | 'any';

/** By name in lower case. `named`: an object of objects (1.x) or an array of objects with names (2.x, 3.x). */
const SHAPES: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ...shaped(
    'string',
    `uri type mimetype representationtype profile version firstcreated versioncreated contentcreated embargoed embargoeduntil
    pubstatus copyrightholder copyrightnotice usageterms ednote language title byline by headline slugline located expires`,
  ),
  ...shaped('number', 'urgency charcount wordcount'),
  ...shaped('object', 'standard $standard rightsinfo digitalsourcetype eventdetails'),
  ...shaped(
    'objects',
    `descriptions bodies headlines person people organisation organisations place places subject subjects event events
    object objects infosource infosources genre genres trustindicator trustindicators plannedcoverage`,
  ),
  ...shaped('named', 'renditions associations'),
  // An object in 1.x, an array of roles and values later.
  ...shaped('named', 'altids'),
]);

/** What Superdesk, TT, dpa and others add. */
const EXTENSIONS: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ...shaped('string', 'guid source evolvedfrom'),
  ...shaped(
    'any',
    `_id _type _links _current_version priority signal signals service keywords authors extra extra_items annotations readtime firstpublished
    products attachments place_extra original_id original_source original_published translated_from translation_id
    nextversion ancestors bookmarks event_id coverage_id agenda_id agenda_href publish_schedule schedule_settings flags
    evolvedto rewrite_of rewritten_by family_id item_id creditline credit body_footer anpa_category anpa_take_key priority_name
    refs embargoedreason webprio newsvalue sector product revisions replacing replacedby createddate commissioncode
    week sender job fixture deliverable path sourceid datetime consumer assignments alt_text archive_description
    description_creditline poi correction_sequence state desk expiry wire items groups name rel $schema`,
  ),
]);

function shaped(shape: Shape, names: string): [string, Shape][] {
  return names.split(/\s+/).map((name) => [name, shape]);
}

/** Keys that 1.x makes up: `body_text`, `headline_main`. */
const MADE_UP = /^(?:body|description|headline)_[a-z0-9_]+$/;

/**
 * Checks every member of an item against its type; names those that no schema has in a warning.
 * @throws {StetError} `json-wrong-type`
 */
export function checkMembers(fields: Fields): void {
  const unknown: string[] = [];
  for (const [key, value] of fields.members) {
    if (value === null) continue;
    const shape = SHAPES.get(key) ?? EXTENSIONS.get(key) ?? (MADE_UP.test(key) ? 'string' : null);
    if (shape === null) unknown.push(fields.asWritten(key));
    else if (!has(shape, value)) fields.refuse(key, `is not ${SHAPE_NAMES[shape]}`);
    else if (shape === 'string' && typeof value !== 'string') fields.text(key);
  }
  warnOf(fields, unknown);
  checkCompleteness(fields);
}

function checkCompleteness(fields: Fields): void {
  const stated = fields.word('representationtype');
  if (stated === null || /^(?:complete|full)$/.test(stated)) return;
  if (/^(?:incomplete|partial|associated)$/.test(stated))
    fields.warn('representation-partial', 'the agency calls this representation incomplete');
  else fields.warn('value-not-in-standard', `representationtype is ${shown(stated)}; not used`);
}

/** The same for an associated item, where nothing but a warning comes of it. */
export function unknownMembers(fields: Fields): string[] {
  return [...fields.members.keys()].filter(
    (key) => !SHAPES.has(key) && !EXTENSIONS.has(key) && !MADE_UP.test(key),
  );
}

export function warnOf(fields: Fields, unknown: readonly string[]): void {
  if (unknown.length === 0) return;
  const names = unknown.slice(0, 10).map((name) => shown(name));
  fields.warn('property-not-in-standard', `no ninjs schema has ${names.join(', ')}; not used`);
}

const SHAPE_NAMES: Readonly<Record<Shape, string>> = {
  string: 'a string',
  number: 'a number',
  object: 'an object',
  objects: 'an array of objects',
  named: 'an object or an array',
  any: 'anything',
};

function has(shape: Shape, value: JsonValue): boolean {
  switch (shape) {
    case 'string':
      // A number is read as it is written, with a warning.
      return typeof value === 'string' || isNumber(value);
    case 'number':
      return isNumber(value) || (typeof value === 'string' && /^\s*-?\d+\s*$/.test(value));
    case 'object':
      return isObject(value);
    case 'objects':
      return isArray(value) ? value.every((one) => one === null || isObject(one)) : isObject(value);
    case 'named':
      return isObject(value) || (isArray(value) && value.every((one) => one === null || isObject(one)));
    default:
      return true;
  }
}

/** A higher minor version of a known generation adds properties; a generation that is not known may change their meaning. */
const GENERATIONS = new Set(['1', '2', '3']);
const KNOWN = new Set(['1.0', '1.1', '1.2', '1.3', '1.4', '1.5', '1.6', '2.0', '2.1', '2.2', '3.0', '3.1']);

/**
 * Checks what an item says of its standard (`$standard` in 1.x, `standard` later).
 * @throws {StetError} `standard-unknown`, `json-wrong-type`
 */
export function checkStandard(fields: Fields): void {
  for (const key of ['$standard', 'standard']) {
    const stated = fields.object(key);
    if (stated === null) continue;
    const name = stated.word('name');
    if (name !== null && !/ninjs/i.test(name))
      fields.refuse(key, `names ${shown(name)}, not ninjs`, 'standard-unknown');
    const version = stated.word('version');
    if (version === null || KNOWN.has(version)) continue;
    const [generation = ''] = version.split('.');
    if (!GENERATIONS.has(generation))
      fields.refuse(key, `states version ${shown(version)}; 1.0 to 3.1 are known`, 'standard-unknown');
    fields.warn('standard-version-unknown', `version ${shown(version)} was read as its generation`);
  }
}
