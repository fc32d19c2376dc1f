import { describe, expect, test } from 'vitest';
import type { DeskItemView } from '../../src/http/desk/schema.ts';
import { type Row, withChanges, withPage } from '../../web/src/rows.ts';

const ALL = { source: '', decision: '', text: '' };

const item = (id: string, seq: number, changes: Partial<DeskItemView> = {}): DeskItemView => ({
  ...{ id, source: 'meridian', provider: 'Meridian', guid: id, title: id, headlineSent: true },
  ...{ decision: 'publish', reasons: [], by: 'rules', urgency: null, kind: 'story', language: null },
  ...{ direction: null, section: null, path: null, versions: 1, publishedAt: null, readAt: null, seq },
  ...{ firstReceived: '2026-05-01T09:00:00.000Z', lastReceived: '2026-05-01T09:00:00.000Z' },
  ...changes,
});

const ids = (rows: readonly Row[]): string => rows.map((row) => row.item.id).join(' ');

describe('the list', () => {
  const three = withPage([], [item('c', 30), item('b', 20), item('a', 10)]);

  test('when a new item comes in, puts it first', () => {
    expect(ids(withChanges(three, [{ item: item('d', 40), sent: true }], ALL))).toBe('d c b a');
  });

  test('when an agency sends another version, puts the item first', () => {
    expect(ids(withChanges(three, [{ item: item('a', 41), sent: true }], ALL))).toBe('a c b');
  });

  test('when somebody decides about an item, leaves it where it is', () => {
    const rows = withChanges(three, [{ item: item('a', 42, { decision: 'spike' }), sent: false }], ALL);
    expect(ids(rows)).toBe('c b a');
    expect(rows[2]?.item.decision).toBe('spike');
  });

  test('when a version and its decision come together, shows the later of the two, first', () => {
    const changes = [
      { item: item('a', 41, { decision: 'hold' }), sent: true },
      { item: item('a', 42, { decision: 'publish' }), sent: false },
    ];
    const rows = withChanges(three, changes, ALL);
    expect(ids(rows)).toBe('a c b');
    expect(rows[0]?.item.decision).toBe('publish');
  });

  test('when an item no longer belongs under the filters, lets it go, and takes in what now does', () => {
    const held = { ...ALL, decision: 'hold' };
    const changes = [
      { item: item('b', 43, { decision: 'publish' }), sent: false },
      { item: item('e', 44, { decision: 'hold' }), sent: false },
      { item: item('f', 45, { decision: 'publish' }), sent: true },
    ];
    expect(
      ids(
        withChanges(
          three.map((row) => ({ ...row, item: { ...row.item, decision: 'hold' } })),
          changes,
          held,
        ),
      ),
    ).toBe('e c a');
  });

  test('when an older page holds what came up meanwhile, shows it once', () => {
    expect(ids(withPage(three, [item('b', 20), item('z', 5)]))).toBe('c b a z');
  });
});
