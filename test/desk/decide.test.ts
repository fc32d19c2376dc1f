import { describe, expect, test } from 'vitest';
import { decide, type Question } from '../../src/desk/decide.ts';
import type { ItemState } from '../../src/desk/item-state.ts';
import { itemId, seq } from '../../src/model/ids.ts';
import type { ParsedItem } from '../../src/model/item.ts';
import { sha256 } from '../../src/text/digest.ts';
import { testSource } from '../support/app.ts';
import { parsedItem } from '../support/parsed-item.ts';

const ITEM = itemId('0123456789abcdef');
const NOW = '2031-03-04T12:00:00.000Z';

function question(parsed: Partial<ParsedItem> = {}, given: Partial<Question> = {}): Question {
  return {
    item: ITEM,
    parsed: parsedItem(parsed),
    seq: seq(20),
    arrival: seq(19),
    supersedes: null,
    state: null,
    source: testSource(),
    sections: [],
    now: NOW,
    beyondFirstRun: false,
    logTrouble: null,
    erased: false,
    ...given,
  };
}

/** An item of which version 10 is public. */
function shownBefore(given: Partial<ItemState> = {}): ItemState {
  return {
    item: ITEM,
    source: testSource().id,
    provider: 'harbour.example',
    guid: 'tide',
    versions: [
      {
        seq: seq(10),
        arrival: seq(9),
        receivedAt: '2031-03-04T09:00:00.000Z',
        version: '2',
        versionCreated: '2031-03-04T09:00:00.000Z',
        digest: sha256('before'),
      },
    ],
    decision: null,
    aside: null,
    putAway: null,
    killed: false,
    shows: seq(10),
    shown: [{ version: seq(10), at: '2031-03-04T09:00:00.000Z' }],
    path: '/news/first-words-0123456789abcdef',
    section: 'news',
    review: null,
    lastSeq: seq(11),
    ...given,
  };
}

const verdict = (asked: Question) => {
  const { action, shows, reasons } = decide(asked);
  return { action, shows, code: reasons[0]?.code };
};

describe('a first version', () => {
  test('is published where the source publishes', () => {
    expect(decide(question())).toMatchObject({
      action: 'publish',
      shows: 20,
      section: 'news',
      path: `/news/ferry-returns-to-saltmarch-${ITEM}`,
    });
  });

  test.each<[string, Partial<ParsedItem>, Partial<Question>, object]>([
    [
      'of a source that holds',
      {},
      { source: testSource({ publish: 'hold' }) },
      { action: 'hold', code: 'source-holds' },
    ],
    ['that is a test', { kind: 'test' }, {}, { action: 'refuse', code: 'test-message' }],
    ['that is a kill notice', { kind: 'kill' }, {}, { action: 'hold', code: 'notice-kill' }],
    ['that is an advisory', { kind: 'advisory' }, {}, { action: 'hold', code: 'notice-advisory' }],
    ['that is a plan', { kind: 'planning' }, {}, { action: 'keep', code: 'kind-planning' }],
    ['that is a concept', { kind: 'concept' }, {}, { action: 'keep', code: 'kind-concept' }],
    ['that is a picture alone', { kind: 'picture', text: '' }, {}, { action: 'keep', code: 'no-copy' }],
    ['that is a package alone', { kind: 'package', text: '' }, {}, { action: 'keep', code: 'no-copy' }],
    [
      'with a signal that is not understood',
      { signals: ['signal-unknown'] },
      {},
      { action: 'hold', code: 'signal-unknown' },
    ],
    ['that is withheld', { status: 'withheld' }, {}, { action: 'hold', code: 'status-withheld' }],
    ['that is canceled', { status: 'canceled' }, {}, { action: 'hold', code: 'status-canceled' }],
    [
      'that cannot be verified',
      { refusal: { code: 'element-del', message: 'del' } },
      {},
      { action: 'hold', code: 'element-del' },
    ],
    [
      'under embargo',
      { embargoedUntil: '2031-03-04T12:00:00.001Z' },
      {},
      { action: 'hold', code: 'embargoed' },
    ],
    ['that speaks of an embargo', { signals: ['embargo'] }, {}, { action: 'hold', code: 'embargo-stated' }],
    [
      'that speaks of an embargo beside one that has passed',
      { signals: ['embargo', 'embargo-open'], embargoedUntil: NOW },
      {},
      { action: 'hold', code: 'embargo-stated' },
    ],
    ['that is a part of a story', { signals: ['add'] }, {}, { action: 'hold', code: 'amendment' }],
    ['with a note to editors', { signals: ['note-in-copy'] }, {}, { action: 'hold', code: 'note-in-copy' }],
    [
      'that says KILL and is canceled by it',
      { kind: 'kill', status: 'canceled', signals: ['kill'] },
      {},
      { action: 'hold', code: 'notice-kill' },
    ],
    ['that is a correction', { signals: ['correction'] }, {}, { action: 'hold', code: 'correction-alone' }],
    [
      'with a note to editors, that has expired',
      { signals: ['note-in-copy'], expires: NOW },
      {},
      { action: 'hold', code: 'expired' },
    ],
    ['that has expired', { expires: NOW }, {}, { action: 'hold', code: 'expired' }],
    ['with nothing in it', { headline: null, text: '' }, {}, { action: 'refuse', code: 'empty' }],
    ['beyond the first run', {}, { beyondFirstRun: true }, { action: 'keep', code: 'first-run' }],
    [
      'that is too short',
      { text: 'Ten chars.' },
      { source: testSource({ minimumText: 11 }) },
      { action: 'hold', code: 'too-short' },
    ],
  ])('%s is not public', (_name, parsed, given, expected) => {
    expect(verdict(question(parsed, given))).toEqual({ shows: null, ...expected });
  });

  test('whose embargo has passed is published', () => {
    expect(verdict(question({ embargoedUntil: NOW })).action).toBe('publish');
  });

  test('that corrects and is the second by the agency’s count is published', () => {
    expect(verdict(question({ signals: ['correction'], version: '2' })).action).toBe('publish');
  });

  test('that is an alert may be as short as it is', () => {
    const source = testSource({ minimumText: 200 });
    expect(verdict(question({ kind: 'alert', text: '' }, { source })).action).toBe('publish');
  });
});

describe('a later version', () => {
  test('takes the place of the one before, at the same path and in the same section', () => {
    const asked = question(
      { version: '3', headline: 'Other words', keywords: ['Sport'] },
      { state: shownBefore() },
    );
    const sections = [{ slug: 'sport', name: 'Sport', subjects: [] }];
    expect(decide({ ...asked, sections })).toMatchObject({
      shows: 20,
      path: '/news/first-words-0123456789abcdef',
      section: 'news',
    });
  });

  test('that comes after one dated far in the future waits for a person instead of vanishing', () => {
    const state = shownBefore();
    const versions = state.versions.map((known) => ({
      ...known,
      version: null,
      versionCreated: '2099-01-01T00:00:00.000Z',
    }));
    const asked = question({ versionCreated: NOW }, { state: { ...state, versions } });
    expect(verdict(asked)).toEqual({ action: 'hold', shows: 10, code: 'later-version-in-future' });
  });

  test('that is a correction takes its place too', () => {
    expect(verdict(question({ version: '3', signals: ['correction'] }, { state: shownBefore() })).shows).toBe(
      20,
    );
  });

  test('that turns out to be older is kept, and what is public stays', () => {
    expect(verdict(question({ version: '1' }, { state: shownBefore() }))).toEqual({
      action: 'keep',
      shows: 10,
      code: 'late-older-version',
    });
  });

  test.each(['withheld', 'canceled'] as const)('that is %s takes the post down', (status) => {
    expect(
      verdict(question({ version: '3', status, text: '', headline: null }, { state: shownBefore() })),
    ).toMatchObject({
      action: 'hold',
      shows: null,
    });
  });

  test('that comes after a kill waits for a person', () => {
    const state = shownBefore({ shows: null, killed: true });
    expect(verdict(question({ version: '3' }, { state }))).toEqual({
      action: 'hold',
      shows: null,
      code: 'after-cancel',
    });
  });

  test.each([
    ['a cancel', { status: 'canceled' }],
    ['a kill notice', { kind: 'kill' }],
  ] as const)('that is %s takes the post down though it calls itself older', (_name, parsed) => {
    expect(verdict(question({ version: '1', ...parsed }, { state: shownBefore() }))).toMatchObject({
      action: 'hold',
      shows: null,
    });
  });

  test('that says HOLD under the same id takes the post down; another advisory leaves it', () => {
    const state = shownBefore();
    const advisory = (signals: string[]) =>
      verdict(question({ version: '3', kind: 'advisory', signals }, { state })).shows;
    expect(advisory(['withhold'])).toBeNull();
    expect(advisory(['advisory'])).toBe(10);
  });

  test.each(['add', 'sub', 'take', 'note-in-copy'])('with the signal %s leaves what is public', (signal) => {
    expect(verdict(question({ version: '3', signals: [signal] }, { state: shownBefore() }))).toMatchObject({
      action: 'hold',
      shows: 10,
    });
  });

  test('that speaks of an embargo takes the post down', () => {
    const asked = question({ version: '3', signals: ['embargo'] }, { state: shownBefore() });
    expect(verdict(asked)).toMatchObject({ action: 'hold', shows: null });
  });

  test('without any order of its own goes by the order of the arrivals, not of their reading', () => {
    const state = shownBefore();
    const same = { version: '2', versionCreated: '2031-03-04T09:00:00.000Z' };
    expect(verdict(question(same, { state, arrival: seq(8) }))).toMatchObject({ action: 'keep', shows: 10 });
    expect(verdict(question(same, { state, arrival: seq(12) }))).toMatchObject({ action: 'publish' });
  });

  test('that is the same one read better takes its place, whatever time was read before', () => {
    const asked = question(
      { version: '2', versionCreated: '2031-03-04T03:30:00.000Z' },
      { state: shownBefore(), arrival: seq(9) },
    );
    expect(verdict(asked).action).toBe('keep');
    expect(verdict({ ...asked, supersedes: seq(10) }).action).toBe('publish');
  });

  test('beyond the first run of a second source still updates what is public', () => {
    const asked = question({ version: '3' }, { state: shownBefore(), beyondFirstRun: true });
    expect(verdict(asked)).toMatchObject({ action: 'publish', shows: 20 });
  });

  test('that cannot be verified waits, and what is public stays', () => {
    const parsed = { version: '3', refusal: { code: 'text-differs', message: 'differs' } };
    expect(verdict(question(parsed, { state: shownBefore() }))).toMatchObject({ action: 'hold', shows: 10 });
  });

  test.each(['hold', 'spike'] as const)('of an item that a person has put on %s stays there', (action) => {
    const state = shownBefore({ shows: null, putAway: { action, by: 'Ada' } });
    expect(verdict(question({ version: '3' }, { state }))).toMatchObject({ action, shows: null });
  });
});
