// IPTC's own documents: those that should pass are read and lose no word, those that should fail are refused or carry a warning.

import { describe, expect, test } from 'vitest';
import { sharedFile, sharedFiles, wordsOf, wordsOfHtml } from '../json/support.ts';
import { codes, read } from '../support/read.ts';

const files = sharedFiles('iptc-ninjs', (path) => !/schema(?:_|-dev)|extension-schema|GeoJSON/.test(path));
const shouldFail = (path: string) => /should_fail|-invalid/.test(path);
/** They state no version, and are good ninjs from 1.2 on. */
const GOOD_LATER = ['1.0/should_fail/016_infosource.json', '1.1/should_fail/002_infosource.json'];

describe.skipIf(files.length === 0)('IPTC ninjs', () => {
  test('every document that should pass is read', () => {
    const refused = files.filter((path) => !shouldFail(path) && read(sharedFile(path)).failures.length > 0);
    expect(refused).toEqual([]);
  });

  test('every document that should fail is refused or carries a warning', () => {
    const silent = files.filter(shouldFail).filter((path) => {
      const { items, failures } = read(sharedFile(path));
      return (
        failures.length === 0 &&
        items.every(({ warnings }) => codes(warnings).every((code) => code === 'item-empty'))
      );
    });
    expect(silent.map((path) => path.split('/').slice(-3).join('/'))).toEqual(GOOD_LATER);
  });

  test('no word of a body is lost and none added', () => {
    for (const path of files.filter((one) => !shouldFail(one))) {
      const document: unknown = JSON.parse(sharedFile(path).toString('utf8'));
      const { items } = read(sharedFile(path));
      for (const [index, source] of (Array.isArray(document) ? document : [document]).entries()) {
        const found = bodiesOf(source);
        if (found.length === 0) continue;
        expect(found, path).toContainEqual(wordsOf(items[index]?.text ?? ''));
      }
    }
  });
});

/** The words of every body that the source has; the parser takes one. */
function bodiesOf(source: Record<string, unknown>): string[][] {
  const written = Object.entries(source).filter(([key]) => key.startsWith('body_'));
  const bodies = Array.isArray(source.bodies)
    ? source.bodies.map(({ role, value }) => [`body_${role}`, value])
    : [];
  return [...written, ...bodies].map(([key, value]) => {
    const text = String(value);
    if (/^body_text$/.test(String(key)) && !/^<|<p>/.test(text)) return wordsOf(text);
    const content =
      /<body\.content>([\s\S]*)<\/body\.content>/.exec(text)?.[1] ??
      /<body[^>]*>([\s\S]*)<\/body>/.exec(text)?.[1];
    return wordsOfHtml(
      (content ?? text).replaceAll(/<([a-z]+)([^<>]*)\/>/g, (tag, name) => (name === 'br' ? tag : ' ')),
    );
  });
}
