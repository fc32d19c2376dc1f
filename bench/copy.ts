// Invented copy in any amount: words of a made-up language whose frequencies follow Zipf's law, as those of real languages do, so that
// the search index meets common and rare words. The same seed gives the same copy.

const VOCABULARY = 60_000;
/** Size of the table that words are drawn from; each word stands in it as often as Zipf's law says, and once at least. */
const TABLE = 1 << 20;
const SYLLABLES =
  'ba be bo da de do fa fe ga go ka ke ko la le li lo ma me mi mo na ne no pa pe ra re ri ro sa se so ta te ti to va ve za'.split(
    ' ',
  );
const SENTENCE_WORDS = 18;
const PARAGRAPH_WORDS = 54;

/** See `copyFrom`. */
export const AS_IN_LIFE = 0.4;

export interface Copy {
  /** The word of a rank; 0 is the most common. */
  word(rank: number): string;
  headline(): string;
  /** Paragraphs of about `bytes` bytes together. */
  paragraphs(bytes: number): string[];
}

/**
 * @param repeated share of the words that are taken from what the same story has said before. Without any, a story of 1,000 words has 580
 * different ones; real ones, which keep to their subject, have 400, as with `AS_IN_LIFE`.
 */
export function copyFrom(seed: number, repeated = 0): Copy {
  const random = randomFrom(seed);
  let said: string[] = [];
  const next = (): string => {
    if (repeated > 0 && said.length > 0 && random() < repeated * 2 ** 32)
      return said[random() % said.length] ?? '';
    const word = words[table[random() >>> 12] ?? 0] ?? '';
    if (repeated > 0) said.push(word);
    return word;
  };
  return {
    word: (rank) => words[rank] ?? '',
    headline: () => capital(Array.from({ length: 8 }, next).join(' ')),
    paragraphs(bytes) {
      said = [];
      const made: string[] = [];
      for (let length = 0; length < bytes; length += made.at(-1)?.length ?? 1) made.push(paragraph(next));
      return made;
    },
  };
}

function paragraph(next: () => string): string {
  let text = '';
  for (let word = 0; word < PARAGRAPH_WORDS; word++) {
    const first = word % SENTENCE_WORDS === 0;
    const last = word % SENTENCE_WORDS === SENTENCE_WORDS - 1;
    text += `${word === 0 ? '' : ' '}${first ? capital(next()) : next()}${last ? '.' : word % 7 === 6 ? ',' : ''}`;
  }
  return text;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Rank written in syllables: short words are common, as in life, and no two are the same. */
function spell(rank: number): string {
  let word = '';
  let left = rank + SYLLABLES.length;
  while (left > 0) {
    word += SYLLABLES[left % SYLLABLES.length] ?? '';
    left = Math.floor(left / SYLLABLES.length);
  }
  return word;
}

const words = Array.from({ length: VOCABULARY }, (_, rank) => spell(rank));
const table = drawTable();

function drawTable(): Uint16Array {
  const harmonic = words.reduce((sum, _, rank) => sum + 1 / (rank + 1), 0);
  const drawn = new Uint16Array(TABLE);
  let at = 0;
  for (let rank = 0; rank < VOCABULARY && at < TABLE; rank++) {
    const times = Math.max(1, Math.round((TABLE - VOCABULARY) / (rank + 1) / harmonic));
    drawn.fill(rank, at, at + times);
    at += times;
  }
  return drawn;
}

/** xorshift32: 32 random bits a call. */
function randomFrom(seed: number): () => number {
  let state = seed * 2_654_435_769 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

export interface Story {
  readonly guid: string;
  readonly headline: string;
  readonly paragraphs: readonly string[];
  /** Milliseconds since 1970. */
  readonly created: number;
}

export function story(copy: Copy, guid: string, bytes: number, created: number): Story {
  return { guid, headline: copy.headline(), paragraphs: copy.paragraphs(bytes), created };
}

const html = ({ paragraphs }: Story): string => paragraphs.map((text) => `<p>${text}</p>`).join('\n');

export const rssItem = (told: Story): string =>
  `<item><title>${told.headline}</title><guid isPermaLink="false">${told.guid}</guid><pubDate>${new Date(told.created).toUTCString()}</pubDate><content:encoded><![CDATA[${html(told)}]]></content:encoded></item>\n`;

export const RSS_HEAD =
  '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Harrow Point News</title><link>https://wire.example/</link><description>An invented agency</description>\n';
export const RSS_TAIL = '</channel></rss>\n';

export const rss = (stories: readonly Story[]): string => RSS_HEAD + stories.map(rssItem).join('') + RSS_TAIL;

export const jsonFeed = (told: Story): string =>
  JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: 'Harrow Point News',
    items: [
      {
        id: told.guid,
        title: told.headline,
        content_html: html(told),
        date_published: new Date(told.created).toISOString(),
      },
    ],
  });

/** As an agency mails it: headline, dateline, paragraphs. */
export const plainText = (told: Story): string =>
  `${told.headline}\n\nHarrow Point, 3 March (HPN): ${told.paragraphs.join('\n\n')}\n`;
