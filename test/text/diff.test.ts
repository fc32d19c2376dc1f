// Differences for display.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffWords } from '../../src/text/diff.ts';

const side = (a: string, b: string, kind: 'added' | 'removed'): string =>
  diffWords(a, b)
    .filter((change) => change.kind === 'same' || change.kind === kind)
    .map(({ text }) => text)
    .join('');

describe('the difference of two texts', () => {
  it('names the words that changed', () => {
    expect(diffWords('Nine ferries will run.', 'Ten ferries will not run.')).toEqual([
      { kind: 'removed', text: 'Nine' },
      { kind: 'added', text: 'Ten' },
      { kind: 'same', text: ' ferries will' },
      { kind: 'added', text: ' not' },
      { kind: 'same', text: ' run.' },
    ]);
  });

  it('takes neighbouring changed words as one', () => {
    expect(diffWords('on grey Monday it', 'on late Tuesday it').map(({ kind }) => kind)).toEqual([
      'same',
      'removed',
      'added',
      'same',
    ]);
  });

  it('is nothing between equal texts', () => {
    expect(diffWords('a b', 'a b')).toEqual([{ kind: 'same', text: 'a b' }]);
    expect(diffWords('', '')).toEqual([]);
  });

  it('gives both texts back, to the last code unit', () => {
    const text = fc
      .array(
        fc.constantFrom('ferry', 'pier ', 'x', ' ', '\n', '\n\n', '.', '“', 'é', '東京', '🗞️', '\ud800'),
        { maxLength: 60 },
      )
      .map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(side(a, b, 'removed')).toBe(a);
        expect(side(a, b, 'added')).toBe(b);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is bounded where long texts share nothing', () => {
    const a = Array.from({ length: 120_000 }, (_, i) => `a${(i * 7919) % 5003}`).join(' ');
    const b = Array.from({ length: 120_000 }, (_, i) => `b${(i * 104729) % 5003}`).join('\n');
    expect(side(a, b, 'removed')).toBe(a);
    expect(side(a, b, 'added')).toBe(b);
  });

  it('finds one word in a long text', () => {
    const a = 'The ferries run again. '.repeat(40_000);
    const b = `${a.slice(0, 460_000)}not ${a.slice(460_000)}`;
    expect(diffWords(a, b).filter(({ kind }) => kind !== 'same')).toHaveLength(1);
  });
});
