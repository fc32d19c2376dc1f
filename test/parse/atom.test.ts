import { describe, expect, test } from 'vitest';
import { fixture, itemAt, read } from './support/read.ts';

describe('an Atom 1.0 feed', () => {
  const reading = read(fixture('atom-1.0-text-html-xhtml.xml'));

  test('when a title is text, it is taken as it is', () => {
    expect(itemAt(reading, 0).headline).toBe('Prices <b> rise &amp; fall');
  });

  test('when a title is HTML, it is decoded once', () => {
    expect(itemAt(reading, 1).headline).toBe('Prices <b> rise & fall');
    expect(reading.summary.feed?.title).toBe('Meridian & Wire');
  });

  test('when a title is XHTML, its text counts', () => {
    expect(itemAt(reading, 2).headline).toBe('Prices rise');
  });

  test('when content is text, blank lines part paragraphs and nothing is markup', () => {
    expect(itemAt(reading, 0)).toMatchObject({
      text: 'First paragraph, still the first.\nSecond <i> paragraph.',
      summary: 'Short words',
      byline: 'Meridian Wire',
    });
  });

  test('when content is HTML, links go by xml:base', () => {
    const item = itemAt(reading, 1);
    expect(item.text).toBe('One & two.\nThree.');
    expect(item.link).toBe('https://meridian-wire.example/atom/two.html');
    expect(item.bodyHtml).toContain('href="https://meridian-wire.example/atom/three.html"');
    expect(item).toMatchObject({ language: 'ar', direction: 'rtl', byline: 'Ada Penhaligon' });
  });

  test('when content is XHTML, void elements and an inner xml:base are kept', () => {
    const item = itemAt(reading, 2);
    expect(item.text).toBe('One\ntwo.\nX');
    expect(item.bodyHtml).toContain('href="https://deep.example/x"');
    expect(item).toMatchObject({
      credit: 'Other Wire',
      related: [{ rel: 'source', guid: 'urn:example:other' }],
    });
  });

  test('has published and updated as two times', () => {
    expect(itemAt(reading, 0)).toMatchObject({
      firstCreated: '2025-09-17T05:00:00.000Z',
      versionCreated: '2025-09-17T06:00:00.000Z',
      version: null,
    });
    expect(itemAt(reading, 1).firstCreated).toBeNull();
  });
});

test('when Atom is 0.3, modes and old names are read', () => {
  expect(itemAt(read(fixture('atom-0.3-escaped-mode.xml')))).toMatchObject({
    format: 'atom',
    guid: 'tag:old-wire.example,2004:1',
    headline: 'Old & grey',
    firstCreated: '2004-01-05T10:00:00.000Z',
    versionCreated: '2004-01-05T11:00:00.000Z',
    text: 'From the old days.',
  });
});

test('when the document is one entry, it is one item', () => {
  const { items } = read(
    '<entry xmlns="http://www.w3.org/2005/Atom"><id>urn:x:1</id><title>Alone</title></entry>',
  );
  expect(items.map(({ guid, headline }) => [guid, headline])).toEqual([['urn:x:1', 'Alone']]);
});
