// docs/limits.md says what the code does: each default that it names is the code's, and no limit of the transports or the parser is left out.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/model/parse-result.ts';
import { SOURCE_LIMITS } from '../../src/sources/limits.ts';

interface Row {
  readonly limit: string;
  readonly stated: string;
  readonly key: string;
  readonly file: string;
  readonly name: string;
}

const rows: Row[] = readFileSync('docs/limits.md', 'utf8')
  .split('\n')
  .flatMap((line) => {
    const cells = line.split('|').map((cell) => cell.trim());
    const named = /^`([\w./-]+)` `(\w+)`$/.exec(cells[4] ?? '');
    const [, limit = '', stated = '', key = ''] = cells;
    return named === null ? [] : [{ limit, stated, key, file: named[1] ?? '', name: named[2] ?? '' }];
  });

const UNITS: Readonly<Record<string, number>> = {
  ...{ KiB: 2 ** 10, Mi: 2 ** 20, MiB: 2 ** 20 },
  ...{ ms: 1, s: 1_000, h: 3_600_000 },
};

/** Bytes, milliseconds or a plain number. */
function statedNumber(stated: string): number {
  const [, digits = '', unit] = /^([\d.,]+)(?: (\w+))?$/.exec(stated) ?? [];
  const scale = unit === undefined ? 1 : UNITS[unit];
  if (scale === undefined) throw new Error(`docs/limits.md has an unknown unit in ${stated}`);
  return Number(digits.replaceAll(',', '')) * scale;
}

/** The number that the source gives a name: `NAME = 5 * 60_000`, `key: 64 * 1024`, `key: …default(30)`. */
function numberInCode(file: string, name: string): number {
  const source = readFileSync(`src/${file}`, 'utf8');
  const written =
    new RegExp(`\\b${name} = ([\\d_* ]+);`).exec(source)?.[1] ??
    new RegExp(`\\n  ${name}: ([\\d_.* ]+),`).exec(source)?.[1] ??
    new RegExp(`\\n  ${name}: [^;]*?\\.default\\(([\\d_]+)\\)`).exec(source)?.[1];
  if (written === undefined) throw new Error(`src/${file} names no number ${name}`);
  return written
    .split('*')
    .map((factor) => Number(factor.replaceAll('_', '').trim()))
    .reduce((product, factor) => product * factor, 1);
}

/** Named in seconds. */
const SECONDS = ['timeout', 'signatureToleranceSeconds'];

test.each(rows)('$limit is $stated in the code', ({ stated, file, name }) => {
  expect(statedNumber(stated)).toBe(numberInCode(file, name) * (SECONDS.includes(name) ? 1_000 : 1));
});

test('every limit of the transports and of the parser is named', () => {
  const named = (file: string) => new Set(rows.filter((row) => row.file === file).map((row) => row.name));
  expect(named('sources/limits.ts')).toEqual(new Set(Object.keys(SOURCE_LIMITS)));
  expect(named('model/parse-result.ts')).toEqual(new Set(Object.keys(DEFAULT_LIMITS)));
});
