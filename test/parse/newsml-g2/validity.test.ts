// What is against the standard is named with its clause, and read all the same.

import { expect, test } from 'vitest';
import { itemAt, read } from '../support/read.ts';
import { newsItem } from './support.ts';

const said = (xml: string): string[] =>
  itemAt(read(xml))
    .warnings.filter(({ code }) =>
      ['against-standard', 'recent-structure', 'standard-version-unknown'].includes(code),
    )
    .map(({ code, message }) => `${code}: ${message}`);

test('a valid item has no such warning', () => {
  expect(said(newsItem())).toEqual([]);
});

const assertWith = (inside: string) =>
  newsItem().replace('<contentSet>', `<assert qcode="a:b"><name>n</name>${inside}</assert><contentSet>`);

const related = (depth: number): string =>
  depth === 0 ? '' : `<related rel="a:b" qcode="a:c">${related(depth - 1)}</related>`;

test.each<[string, string, RegExp[]]>([
  [
    'a version of the standard to come',
    newsItem().replace('2.35', '2.41'),
    [/^standard-version-unknown: version 2\.41/],
  ],
  ['version 3', newsItem().replace('2.35', '3.0'), [/^standard-version-unknown/]],
  [
    'no version of the standard',
    newsItem().replace('standardversion="2.35"', ''),
    [/standardversion is required/],
  ],
  [
    'a version that is no number',
    newsItem({ attributes: 'guid="g" version="v2"' }),
    [/AnyItemType: version/],
  ],
  ['no catalog before 2.30', newsItem({ catalogs: '' }).replace('2.35', '2.29'), [/CR00211/]],
  ['no catalog since 2.30', newsItem({ catalogs: '' }), []],
  [
    'no provider',
    newsItem().replace('<provider literal="nw"/>', ''),
    [/ItemManagementGroup: provider is required/],
  ],
  [
    'itemMeta out of order',
    newsItem({ itemMeta: '<edNote>n</edNote><pubStatus qcode="stat:usable"/>' }),
    [/pubStatus stands behind edNote.*ItemMetadataType/],
  ],
  [
    'rightsInfo behind itemMeta',
    newsItem().replace('<contentMeta>', '<rightsInfo/><contentMeta>'),
    [/rightsInfo stands behind itemMeta.*AnyItemType/],
  ],
  [
    'an element nobody knows',
    newsItem({ contentMeta: '<subheadline>x</subheadline>' }),
    [/subheadline in contentMeta is no element/],
  ],
  [
    'an element of another namespace',
    newsItem({ contentMeta: '<x:sub xmlns:x="http://x.example/">x</x:sub>' }),
    [],
  ],
  [
    'a URI that is none',
    newsItem({ itemMeta: '<link rel="irel:seeAlso" reluri="%"/>' }),
    [/IRIType: reluri of link/],
  ],
  ['related three deep', assertWith(related(3)), []],
  ['related four deep', assertWith(related(4)), [/CR00218/]],
  [
    'a structure newer than the item',
    assertWith('<hasInstrument symbol="x"/>').replace('2.35', '2.30'),
    [/^against-standard: assert\/hasInstrument in an item of 2\.30.*CR00215/],
  ],
  [
    'a structure that is recent',
    assertWith('<hasInstrument symbol="x"/>'),
    [/^recent-structure: .*2\.31 on, CR00215/],
  ],
  ['another namespace', newsItem().replace('/2006-10-01/', '/2099-01-01/'), [/News Architecture namespace/]],
])('%s', (_, xml, expected) => {
  const found = said(xml);
  expect(found).toHaveLength(expected.length);
  expected.forEach((pattern, index) => {
    expect(found[index]).toMatch(pattern);
  });
});

test('an item without itemMeta is refused', () => {
  const xml = newsItem().replace(/<itemMeta>.*<\/itemMeta>/, '');
  expect(read(xml).failures).toMatchObject([
    { code: 'item-meta-missing', message: expect.stringContaining('AnyItemType') },
  ]);
});
