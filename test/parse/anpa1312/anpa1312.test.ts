import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { codes, itemAt, type Reading, read } from '../support/read.ts';

const readFixture = (name: string): Reading =>
  read(readFileSync(new URL(`../../fixtures/anpa1312/${name}.anpa`, import.meta.url)));

/** One message around a text. */
function message(text: string, header = 'w0001\x1f-----\r\nr a\x13\x11 BC-MW--Test 09-17 0012'): Buffer {
  const sent = `\x16\x16\x01${header}\r\n\x02${text.replaceAll('\n', '\r\n')}\x03MW-WF-09-17-25 1200GMT<\r\n\x04`;
  return Buffer.from(sent, 'latin1');
}

describe('a writethru with notes and a table', () => {
  const item = itemAt(readFixture('writethru-with-notes-and-table'));

  test('has what its header states', () => {
    expect(item).toMatchObject({
      format: 'anpa1312',
      urgency: 4,
      subjects: [{ scheme: 'anpa1312:category', code: 'a' }],
      versionCreated: '2025-09-17T12:05:00.000Z',
      kind: 'story',
      version: null,
    });
    expect(item.signals).toEqual(expect.arrayContaining(['lead', 'writethru']));
  });

  test('has its lines above the copy in fields', () => {
    expect(item).toMatchObject({
      slugline: 'BC-XX--Harbour-Bridge, 1st Ld-Writethru',
      headline: 'Harbour bridge of Newhaven Cove reopens',
      byline: 'ADA PENHALIGON, Meridian Wire',
    });
    expect(item.edNote).toContain('Eds: Updates with quote. With photos.');
    expect(item.edNote).toContain('MER Photo NHC101');
  });

  test('has paragraphs by their tabs, lines of their own, and a table line by line', () => {
    expect(item.text.split('\n')).toEqual([
      'NEWHAVEN COVE (MW) _ The harbour bridge reopened on Wednesday, and ferries went back to their usual plan before the ' +
        'first commuters came.',
      "``Drive slowly,'' the harbour master said.",
      '___',
      'UP NEXT',
      'The railings will be painted in spring.',
      'Bridge 12 3-1',
      'Ferry 11 2-2',
    ]);
    expect(item.refusal).toBeNull();
  });
});

test('labelled lines are fields, wrapped copy is joined', () => {
  const item = itemAt(readFixture('labelled-lines-wrapped-copy'));
  expect(item).toMatchObject({
    headline: 'Harbour bridge reopens as ferries go back to their usual plan in Newhaven Cove',
    byline: 'Tomas Reyl',
    credit: 'MERIDIAN WIRE',
    keywords: ['Harbour-Bridge, 7th Writethru', 'Transport', 'Ferries'],
    text:
      'NEWHAVEN COVE _ The harbour bridge reopened on Wednesday and ferries went back to their plan.\n' +
      'Railings are green now.',
  });
  expect(item.edNote).toContain('Update:ADDS quote');
  expect(item.versionCreated).not.toBeNull();
});

describe('of several messages', () => {
  const { items, failures } = readFixture('several-kinds');

  test('each is what its header and keyword line say', () => {
    expect(failures).toEqual([]);
    expect(items.map(({ kind }) => kind)).toEqual(['alert', 'advisory', 'advisory', 'story', 'kill']);
  });

  test('an add never stands for the story', () => {
    expect(items[1]?.signals).toContain('add');
  });

  test('an advance is embargoed', () => {
    expect(items[3]?.signals).toContain('embargo');
  });

  test('a kill is one', () => {
    expect(items[4]?.signals).toContain('kill');
  });

  test('each has an identity of its own', () => {
    expect(new Set(items.map(({ guid }) => guid)).size).toBe(5);
    expect(items[0]?.guid).toMatch(/^anpa1312:w0001:2025-09-17:[0-9a-f]{16}$/);
    expect(readFixture('several-kinds').items.map(({ guid }) => guid)).toEqual(items.map(({ guid }) => guid));
  });
});

test('a message cut off costs none before it', () => {
  const { items, failures } = readFixture('cut-off-after-a-good-one');
  expect(items.map(({ headline }) => headline)).toEqual(['One']);
  expect(failures).toMatchObject([{ code: 'message-cut-off', index: 1, line: 8 }]);
});

test('lines above the copy are copy where there is no other', () => {
  const text =
    '^AP-Top-Stories,0176<\n^Top stories at noon<\n^First story is here\n^Second story is here\n\t   ';
  expect(itemAt(read(message(text)))).toMatchObject({
    headline: 'Top stories at noon',
    text: 'First story is here\nSecond story is here',
    summary: null,
  });
});

test('tabular copy keeps its lines', () => {
  const header = 'w0001\x1f-----\r\nr s\x14\x12 BC-MW--Scores 09-17 0012';
  const { text } = itemAt(
    read(message('^BC-MW--Scores,12<\n^Scores<\nSeestadt 3 1\nLindhagen 2 2\n', header)),
  );
  expect(text).toBe('Seestadt 3 1\nLindhagen 2 2');
});

test('spaces of fixed width and rails leave the words as they are', () => {
  const { text, warnings } = itemAt(read(message('^BC-MW--X,12<\n\t   A\x1d\x0ebold\x0f\x10word.\n')));
  expect(text).toBe('A bold word.');
  expect(codes(warnings)).not.toContain('control-characters');
});

test('a header without its separators is still known by its second line', () => {
  const item = itemAt(
    read(message('^BC-MW--X,12<\n^Head<\n\t   Text.\n', 'z6715-----\r\nr z BC-MW--X   02-20 0500')),
  );
  expect(item).toMatchObject({ format: 'anpa1312', headline: 'Head', text: 'Text.' });
  expect(item.guid).toContain(':z6715:');
});

test('a header that is not understood leaves its fields empty, with a warning', () => {
  const item = itemAt(read(message('\t   Text.\n', 'something else'), { format: 'anpa1312' }));
  expect(item).toMatchObject({ urgency: null, subjects: [], text: 'Text.' });
  expect(codes(item.warnings)).toContain('header-not-understood');
});

test.each([
  '(Eds: Minor edits.)',
  "EDITOR'S NOTE _ For editors.",
  'With AP Photos.',
  'HOLD FOR RELEASE until Sunday',
])('the note %j is none of the copy', (note) => {
  const item = itemAt(read(message(`^BC-MW--X,12<\n^Head<\n^${note}<\n\t   Text.\n`)));
  expect(item.text).toBe('Text.');
  expect(item.edNote).toBe(note);
});
