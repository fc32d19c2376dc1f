// What agencies' words make of an item, through a whole format: fields are filled, and the text stays word for word.

import { describe, expect, it } from 'vitest';
import type { ParsedItem } from '../../../src/model/item.ts';
import type { ParseContext } from '../../../src/model/parse-result.ts';
import { sha256 } from '../../../src/text/digest.ts';
import { inChannel, itemAt, read } from '../support/read.ts';

const DATELINED =
  'GENEVA/VIENNA, Sept 17 (Ostwire) - The ferries run again after nine days, the harbour office said.';

function rss(title: string, paragraphs: readonly string[], context: Partial<ParseContext> = {}): ParsedItem {
  const body = paragraphs.map((paragraph) => `&lt;p&gt;${paragraph}&lt;/p&gt;`).join('');
  const item = `<item><title>${title}</title><guid>g</guid><pubDate>Wed, 17 Sep 2025 09:00:00 GMT</pubDate><description>${body}</description></item>`;
  return itemAt(read(inChannel(item), context));
}

describe('an item', () => {
  it.each([
    ['UPDATE 2-Ferries run again', [DATELINED, '(Reporting by Jane Roe; Editing by Ann Other)']],
    ['KILL KILL KILL', ['EDITORS:', 'A kill is mandatory.']],
    ['Ferries run', ['Eds: Adds quotes', DATELINED, 'ab/cd']],
    ['Ferries run', ['EMBARGOED UNTIL 0001 GMT Sept 18', DATELINED, '(END)']],
    ['HOLD HOLD HOLD', ['HOLD HOLD HOLD', DATELINED]],
    [
      'Fähren',
      ['(Berichtigung: 2. Absatz)', 'Berlin (dpa) - Die Fähren fahren wieder.', 'dpa abc yydd n1 sku'],
    ],
    ['渡轮', ['新华社北京9月17日电 渡轮恢复运行。（完）']],
  ])('headed %j keeps every word of its copy', (title, paragraphs) => {
    const item = rss(title, paragraphs);
    expect(item.headline).toBe(title);
    expect(item.text).toBe(paragraphs.join('\n'));
    expect(item.textSha256).toBe(sha256(item.text));
    expect(item.bodyHtml).toBe(paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join(''));
  });

  it('has the dateline behind a note, an embargo or a byline', () => {
    for (const first of ['Eds: Adds quotes', 'EMBARGOED UNTIL 0001 GMT Sept 18', 'By Jane Roe']) {
      expect(rss('Ferries run', [first, DATELINED]).dateline).toEqual({
        text: 'GENEVA/VIENNA, Sept 17 (Ostwire)',
        place: 'GENEVA/VIENNA',
        date: '2025-09-17',
        credit: 'Ostwire',
      });
    }
  });

  it('has the places of its dateline where the format states none', () => {
    expect(rss('Ferries run', [DATELINED]).places).toEqual(['GENEVA', 'VIENNA']);
  });

  it('has the notes of its copy in edNote, and a signal', () => {
    expect(rss('Ferries run', ['Eds: Adds quotes', DATELINED])).toMatchObject({
      kind: 'story',
      edNote: 'Eds: Adds quotes',
      signals: ['note-in-copy'],
    });
  });

  it('that says KILL is a kill and canceled; one that says HOLD is withheld', () => {
    expect(rss('KILL: Ferries run', [DATELINED])).toMatchObject({ kind: 'kill', status: 'canceled' });
    expect(rss('HOLD HOLD HOLD', [DATELINED])).toMatchObject({ kind: 'advisory', status: 'withheld' });
  });

  it('is read by the rows of the configuration too', () => {
    const conventions = [
      { where: ['headline'], pattern: 'SPIKE', signal: 'kill', kind: 'kill', status: 'canceled' },
    ] as const;
    expect(rss('SPIKE: Ferries run', [DATELINED], { conventions })).toMatchObject({
      kind: 'kill',
      status: 'canceled',
      signals: ['kill'],
    });
    expect(rss('SPIKE: Ferries run', [DATELINED]).kind).toBe('story');
  });
});

describe('a plain text', () => {
  const text = (input: string) => itemAt(read(input, { format: 'text', timezone: 'UTC' }));

  it('with a note first keeps it, and is a story with a headline and a dateline', () => {
    const item = text(`Eds: Adds quotes\n\n${DATELINED}\n\nPassengers waited.\n`);
    expect(item).toMatchObject({
      kind: 'story',
      headline: null,
      edNote: 'Eds: Adds quotes',
      signals: ['note-in-copy'],
    });
    expect(item.dateline?.credit).toBe('Ostwire');
    expect(item.text).toBe(`Eds: Adds quotes\n${DATELINED}\nPassengers waited.`);
  });

  it('with several places has each', () => {
    expect(text(`Headline: Ferries\n\n${DATELINED}\n`).places).toEqual(['GENEVA', 'VIENNA']);
  });
});
