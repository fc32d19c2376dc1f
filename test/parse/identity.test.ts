import { expect, test } from 'vitest';
import { codes, fixture, read } from './support/read.ts';

test('when the guid is missing, link, then headline and date, then text stand in, with a warning', () => {
  const { items } = read(fixture('rss-items-without-guid.xml'));
  expect(items[0]?.guid).toBe('https://saltmarsh.example/a');
  expect(items[1]?.guid).toMatch(/^stet:title-date:[0-9a-f]{64}$/);
  expect(items[2]?.guid).toMatch(/^stet:text:[0-9a-f]{64}$/);
  for (const item of items) expect(codes(item.warnings)).toContain('guid-missing');
});

test('when a feed without guids is read again, identities are the same', () => {
  const guids = () => read(fixture('rss-items-without-guid.xml')).items.map(({ guid }) => guid);
  expect(guids()).toEqual(guids());
});

test('when one guid stands for different links, the link stands in for every one of them', () => {
  const { items } = read(fixture('rss-one-guid-for-all-items.xml'));
  expect(items.map(({ guid }) => guid)).toEqual([
    'https://saltmarsh.example/1',
    'https://saltmarsh.example/2',
    'three',
    'three',
  ]);
  expect(items.map(({ warnings }) => codes(warnings).includes('guid-repeated'))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
