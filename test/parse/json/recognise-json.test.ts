import { expect, test } from 'vitest';
import { recognise } from '../../../src/parse/recognise.ts';
import { jsonFixture } from './support.ts';

const seen = (text: string): string => {
  const recognised = recognise(text);
  return recognised.type === 'format' ? recognised.format : recognised.type;
};

test.each([
  ['ninjs/ninjs-1.4-full-story.json', 'ninjs'],
  ['ninjs/ninjs-2.1-several-bodies.json', 'ninjs'],
  ['ninjs/ninjs-3.1-camel-case.json', 'ninjs'],
  ['ninjs/superdesk-story-with-feature-media.json', 'ninjs'],
  ['ap-json/feed-with-story-picture-advisory-and-kill.json', 'ap-json'],
  ['dpa-json/story-with-notepad-and-infobox.json', 'dpa-json'],
  ['dpa-json/wireq-answer-with-bad-entry.json', 'dpa-json'],
  ['feeds/json-feed-1.1.json', 'json-feed'],
])('%s is %s', (name, format) => {
  expect(seen(jsonFixture(name).toString('utf8'))).toBe(format);
});

const quoting = String.raw`It said \"versioncreated\": 1, \"urn\": \"urn:newsml:dpa.com:1\", \"uri\": \"x\", \"body_text\": \"\" and ninjs.`;

test.each([
  [`{"story":"${quoting}"}`, 'unknown'],
  [
    `{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","content_text":"${quoting}"}]}`,
    'json-feed',
  ],
  [
    `{"uri":"urn:x:1","headline":"h","body_text":"see https://jsonfeed.org/version/1 \\"items\\": [ \\"content_text\\":"}`,
    'ninjs',
  ],
  [`{"uri":"urn:x:1","type":"text","body_text":"${quoting}"}`, 'ninjs'],
])('when a text quotes the keys of another format, only keys count', (text, format) => {
  expect(seen(text)).toBe(format);
});

test('when what tells the format stands behind a long list, it is found', () => {
  const items = Array.from({ length: 5000 }, (_, n) => `{"id":"${n}","title":"t","tags":["[\\"]{"]}`).join(
    ',',
  );
  expect(seen(`{"items":[${items}],"version":"https://jsonfeed.org/version/1"}`)).toBe('json-feed');
});

test('when the first items of a list are broken, the others tell the format', () => {
  expect(seen('[{"x":1}, null, 3, {"uri":"urn:x:1","headline":"h"}]')).toBe('ninjs');
});

test('when an inner list stands before the keys that tell AP from ninjs, both are seen', () => {
  const item =
    '{"uri":"u","subject":[{"name":"a"},{"name":"b"}],"headline":"h","altids":{"itemid":"1"},"bylines":[]}';
  expect([item, `[${item}]`, `{"data":{"items":[${item}]}}`].map(seen)).toEqual([
    'ap-json',
    'ap-json',
    'ap-json',
  ]);
});

test.each([
  ['[{"uri":"urn:x:1","headline":"h"}]', 'ninjs'],
  ['{"_items":[{"guid":"1","headline":"h","versioncreated":"2025-01-01T00:00:00Z","type":"text"}]}', 'ninjs'],
  ['{"uri":"urn:x:1","altids":{"itemid":"1"},"headline":"h"}', 'ninjs'],
  ['{"item":{"altids":{"itemid":"1"},"headline":"h"}}', 'ap-json'],
  ['{"uri":"x","random":"y"}', 'unknown'],
  ['{"a":', 'unknown'],
  ['{"a"', 'unknown'],
  ['[[[[[[[[', 'unknown'],
  ['{"uri', 'unknown'],
  [`{"a":${'['.repeat(100_000)}`, 'unknown'],
])('%s is %s', (text, format) => {
  expect(seen(text)).toBe(format);
});
