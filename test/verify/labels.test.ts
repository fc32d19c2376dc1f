// The label's lines as the checker knows them are those that the site writes, in every language.

import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../src/publish/i18n/languages.ts';
import { LABELS, labelSays } from '../../verify/labels.ts';

const TIME = '6 May 2031, 09:00 GMT';

describe.each(LANGUAGES.map((messages) => [messages.language, messages] as const))(
  'in %s',
  (language, messages) => {
    const lines = LABELS.find((one) => one.language === language);

    test('the checker knows both lines', () => {
      expect(lines?.unread).toBe(messages.labelUnread);
      expect(lines?.read.join(TIME)).toBe(messages.labelRead(TIME));
    });
    test('each line says what it says', () => {
      expect(labelSays(messages.labelUnread)).toBe('unread');
      expect(labelSays(messages.labelRead(TIME))).toBe('read');
    });
  },
);

test('a line with other words says nothing', () => {
  expect(labelSays('This post was read by an editor')).toBeNull();
  expect(labelSays(`${LABELS[0]?.unread} carefully`)).toBeNull();
  expect(labelSays(`${LABELS[0]?.read[0]}`)).toBeNull();
  expect(labelSays(`${LABELS[0]?.read[0]}${'a'.repeat(101)}`)).toBeNull();
});
