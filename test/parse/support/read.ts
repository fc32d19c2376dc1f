// A whole arrival through the parser, for tests.

import { readFileSync } from 'node:fs';
import type { ParsedItem } from '../../../src/model/item.ts';
import {
  DEFAULT_LIMITS,
  type ParseContext,
  type ParseFailure,
  type ParseSummary,
} from '../../../src/model/parse-result.ts';
import { parse } from '../../../src/parse/parse.ts';

export interface Reading {
  readonly items: readonly ParsedItem[];
  readonly failures: readonly ParseFailure[];
  readonly summary: ParseSummary;
}

export const CONTEXT: ParseContext = {
  format: 'auto',
  provider: 'meridian',
  timezone: 'Asia/Kolkata',
  language: null,
  charset: null,
  emptyEmbargo: 'hold',
  conventions: [],
  contentType: null,
  baseUrl: null,
  receivedAt: '2025-09-17T12:00:00.000Z',
  guid: null,
  version: null,
  limits: DEFAULT_LIMITS,
};

export function read(input: string | Uint8Array, context: Partial<ParseContext> = {}): Reading {
  const bytes = typeof input === 'string' ? Buffer.from(input) : input;
  const items: ParsedItem[] = [];
  const failures: ParseFailure[] = [];
  const steps = parse(bytes, { ...CONTEXT, ...context });
  for (;;) {
    const { done, value } = steps.next();
    if (done) return { items, failures, summary: value };
    if (value.type === 'item') items.push(value.item);
    else failures.push(value.failure);
  }
}

export const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../../fixtures/feeds/${name}`, import.meta.url));

/** The item at `index`, or the test fails with what there was instead. */
export function itemAt({ items, failures }: Reading, index = 0): ParsedItem {
  const item = items[index];
  if (item === undefined) throw new Error(`no item ${index}: ${JSON.stringify(failures)}`);
  return item;
}

export const codes = (warnings: readonly { readonly code: string }[]): string[] =>
  warnings.map(({ code }) => code);

export const inChannel = (content: string): string =>
  `<rss version="2.0"><channel><title>t</title>${content}</channel></rss>`;
