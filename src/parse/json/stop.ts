// A kill or a withholding that cannot be read to its end still stops its story: what else is wrong with the item must not keep the
// story public.

import { StetError } from '../../model/errors.ts';
import type { Format, PubStatus, Warning } from '../../model/item.ts';
import type { ParseContext, ParseStep } from '../../model/parse-result.ts';
import { buildItem, type ItemPlace, NO_WIRE_FIELDS } from '../item.ts';
import type { Fields } from './fields.ts';
import { isNumber, type JsonValue } from './reader.ts';
import { readStatus } from './status.ts';

/** Where a format keeps what a stop needs. */
export interface StopKeys {
  readonly format: Format;
  readonly guid: JsonValue | undefined;
  readonly versionCreated: string;
}

/** The bare stop, with what was wrong as a warning; `null` where the item stops nothing or has no id. */
export function buildStop(
  fields: Fields,
  { format, guid, versionCreated }: StopKeys,
  wrong: Warning,
  context: ParseContext,
  place: ItemPlace,
): ParseStep | null {
  const status = statusOf(fields);
  const id = written(guid);
  if (status === null || status === 'usable' || id === null) return null;
  return buildItem(
    {
      format,
      guid: id,
      link: null,
      published: null,
      updated: written(fields.members.get(versionCreated)),
      expires: null,
      headline: null,
      byline: null,
      credit: null,
      language: null,
      subjects: [],
      keywords: [],
      places: [],
      rights: { copyright: null, usageTerms: null, licence: null },
      related: [],
      media: [],
      summary: null,
      body: { kind: 'text', value: '' },
      wire: { ...NO_WIRE_FIELDS, version: written(fields.members.get('version')), status },
      warnings: [wrong],
    },
    context,
    place,
  );
}

function statusOf(fields: Fields): PubStatus | null {
  try {
    return readStatus(fields, 'pubstatus');
  } catch (error) {
    if (!(error instanceof StetError)) throw error;
    return null;
  }
}

function written(value: JsonValue | undefined): string | null {
  if (isNumber(value)) return value.number;
  return typeof value === 'string' ? value.trim() || null : null;
}
