// Searches over a large archive, one after another, as a reader's browser asks for them: the time includes making the page.

import { Client } from 'undici';
import type { Context } from './context.ts';
import { copyFrom } from './copy.ts';
import { ask } from './load.ts';
import { startProgram } from './program.ts';
import { type Figure, figure, percentile } from './report.ts';

const SEARCHES = 200;

export async function benchSearch(context: Context): Promise<Figure[]> {
  const { dataDir, items } = await context.archive();
  const program = await startProgram({ folder: context.folder, dataDir });
  const client = new Client(program.url);
  const copy = copyFrom(1);
  const word = copy.word;
  // The archive's own first sentences: phrases that stand in it.
  const sentences = copyFrom(1)
    .paragraphs(SEARCHES * 500)
    .map((text) => text.toLowerCase().split(/[^a-z]+/));
  const kinds: Readonly<Record<string, (n: number) => string>> = {
    'common word': (n) => word(n % 40),
    'rare word': (n) => word(50_000 + n * 17),
    'two common words': (n) => `${word(n % 40)} ${word(40 + (n % 37))}`,
    'two middling words': (n) => `${word(1_000 + n)} ${word(2_000 + n * 3)}`,
    'common and rare word': (n) => `${word(n % 40)} ${word(50_000 + n * 17)}`,
    'phrase of two words': (n) => `"${sentences[n]?.slice(2, 4).join(' ')}"`,
    'phrase of four words': (n) => `"${sentences[n]?.slice(2, 6).join(' ')}"`,
    'prefix of two letters': (n) => `${word(n).slice(0, 2)}*`,
    'prefix of four letters': (n) => `${word(2_000 + n * 31).slice(0, 4)}*`,
    'nothing found': (n) => `qqx${n}`,
  };
  const figures: Figure[] = [];
  try {
    await ask(client, { method: 'GET', path: '/search?q=baba' });
    for (const [kind, query] of Object.entries(kinds)) {
      const times: number[] = [];
      for (let n = 0; n < SEARCHES; n++) {
        const sent = performance.now();
        const { status } = await ask(client, {
          method: 'GET',
          path: `/search?q=${encodeURIComponent(query(n))}`,
        });
        if (status !== 200) throw new Error(`a search was answered ${status}`);
        times.push(performance.now() - sent);
      }
      figures.push(
        figure('search', `${kind}, ${items} items: p50`, percentile(times, 0.5), 'ms'),
        figure('search', `${kind}, ${items} items: p99`, percentile(times, 0.99), 'ms', { goal: '≤ 50' }),
      );
    }
  } finally {
    await client.close();
    await program.stop();
  }
  return figures;
}
