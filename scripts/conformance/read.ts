// One file of a public set through the parser, collected.

import type { ParsedItem } from '../../src/model/item.ts';
import {
  DEFAULT_LIMITS,
  type FeedInfo,
  type ParseContext,
  type ParseFailure,
} from '../../src/model/parse-result.ts';
import { parse } from '../../src/parse/parse.ts';

export interface Reading {
  readonly items: readonly ParsedItem[];
  readonly failures: readonly ParseFailure[];
  readonly feed: FeedInfo | null;
}

const CONTEXT: ParseContext = {
  format: 'auto',
  provider: 'conformance',
  timezone: 'UTC',
  language: null,
  charset: null,
  emptyEmbargo: 'hold',
  conventions: [],
  contentType: null,
  baseUrl: null,
  receivedAt: '2026-01-01T00:00:00.000Z',
  guid: null,
  version: null,
  limits: DEFAULT_LIMITS,
};

export function readFeedFile(bytes: Uint8Array, context: Partial<ParseContext>): Reading {
  const items: ParsedItem[] = [];
  const failures: ParseFailure[] = [];
  const steps = parse(bytes, { ...CONTEXT, ...context });
  for (;;) {
    const { done, value } = steps.next();
    if (done) return { items, failures, feed: value.feed };
    if (value.type === 'item') items.push(value.item);
    else failures.push(value.failure);
  }
}
