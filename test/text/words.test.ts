// The tokenizer of search.

import { describe, expect, it } from 'vitest';
import { words } from '../../src/text/words.ts';

describe('words', () => {
  it.each([
    ['case', 'Harbour BRIDGE', ['harbour', 'bridge']],
    ['accents of Latin', 'Zürich naïve Łódź façade', ['zurich', 'naive', 'łodz', 'facade']],
    ['decomposed accents', 'Zu\u0308rich', ['zurich']],
    ['accents of Greek and Cyrillic', 'Αθήνα ёлка', ['αθηνα', 'елка']],
    [
      'apostrophes of either kind',
      "Mash'al Mash’al rock 'n' roll",
      ['mashal', 'mashal', 'rock', 'n', 'roll'],
    ],
    ['apostrophes in accented text', "l’été d'or", ['lete', 'dor']],
    ['quotation marks', '“Open,” ‘she’ said', ['open', 'she', 'said']],
    ['compounds and figures', 'writethru-2 5,000 A/C', ['writethru', '2', '5', '000', 'a', 'c']],
    ['Arabic vowel signs and tatweel', 'كِتَابٌ كـتاب', ['كتاب', 'كتاب']],
    ['Urdu', 'اسلام آباد میں', ['اسلام', 'اباد', 'میں'].map((word) => word)],
    ['Hindi vowel signs stay', 'हिन्दी में समाचार', ['हिन्दी', 'में', 'समाचार']],
    ['Tamil', 'தமிழ் செய்தி', ['தமிழ்', 'செய்தி']],
    ['ideographs and kana one by one', '東京タワー', ['東', '京', 'タ', 'ワ', 'ー']],
    ['ideographs beside letters', 'COVID東京2025年', ['covid', '東', '京', '2025', '年']],
    ['Hangul in words', '부산 항구', ['부산', '항구']],
    ['full-width and compatibility forms', 'ＡＢＣ ﬁne', ['abc', 'fine']],
    ['soft hyphens and joiners', 'co\u00adop a\u200bb', ['coop', 'ab']],
    ['nothing', ' — … ', []],
    ['no text', '', []],
  ])('%s', (_, text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  it('do not depend on what else is in the text', () => {
    const plain = "The mayor's 'open' harbour, don't panic";
    expect(words(`${plain} भारत`)).toEqual([...words(plain), 'भारत']);
    expect(words(`${plain} é`)).toEqual([...words(plain), 'e']);
    expect(words(`${plain} 東`)).toEqual([...words(plain), '東']);
  });
});
