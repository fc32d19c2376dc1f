// Messages of IPTC 7901 for tests: fixtures, and short ones written in place.

import { readFileSync } from 'node:fs';
import type { ParseContext } from '../../../src/model/parse-result.ts';
import { type Reading, read } from '../support/read.ts';

export const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../../fixtures/iptc7901/${name}.iptc`, import.meta.url));

export const readFixture = (name: string, context: Partial<ParseContext> = {}): Reading =>
  read(fixture(name), { timezone: 'Europe/Berlin', ...context });

interface Parts {
  readonly header?: string;
  readonly keywords?: string;
  readonly trailer?: string;
}

/** One message around a text; `latin1` writes each character as one byte. */
export function message(text: string, { header, keywords, trailer }: Parts = {}): Buffer {
  const head = `\x01${header ?? 'mer0001 4 vm 0  mer 0001'}\r\n\r\n${keywords ?? 'Test/'}\r\n`;
  return Buffer.from(`${head}\x02${text}\r\n\x03${trailer ?? '171205 Sep 25'}\r\n\x04\r\n`, 'latin1');
}

export const readText = (text: string, parts: Parts = {}, context: Partial<ParseContext> = {}): Reading =>
  read(message(text, parts), { timezone: 'UTC', ...context });
