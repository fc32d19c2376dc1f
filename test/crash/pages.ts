// What was acknowledged as public is public: each address in an acknowledgement answers with the latest telling that was acknowledged.

import { Agent, request } from 'undici';
import type { Acknowledgement } from './check.ts';

const READERS = 8;

/** Asks the running program for every address that it has named. */
export async function pageBreaches(
  address: string,
  acknowledged: readonly Acknowledgement[],
): Promise<string[]> {
  const posts = [...publicPosts(acknowledged)];
  const agent = new Agent({ connections: READERS });
  const found: string[] = [];
  const reader = async (): Promise<void> => {
    for (let next = posts.pop(); next !== undefined; next = posts.pop()) {
      const [path, telling] = next;
      const { statusCode, body } = await request(`${address}${path}`, { dispatcher: agent });
      const html = await body.text();
      const shown = shownTelling(html, telling.stem);
      if (statusCode !== 200) found.push(`${path} was acknowledged as public and answers ${statusCode}`);
      else if (shown < telling.number)
        found.push(`${path} shows telling ${shown} of ${telling.stem}; ${telling.number} was acknowledged`);
    }
  };
  await Promise.all(Array.from({ length: READERS }, reader));
  await agent.close();
  return found;
}

interface PublicTelling {
  /** The mark without its number. */
  readonly stem: string;
  readonly number: number;
}

/** Path -> the latest telling acknowledged for it. A later one may be there that nobody was told of. */
function publicPosts(acknowledged: readonly Acknowledgement[]): Map<string, PublicTelling> {
  const posts = new Map<string, PublicTelling>();
  for (const { shipment, receipt } of acknowledged) {
    const urls = new Map(receipt.items.map(({ guid, url }) => [guid, url]));
    for (const { guid, mark } of shipment.tellings) {
      const url = urls.get(guid) ?? null;
      if (url === null) continue;
      const path = new URL(url).pathname;
      const at = mark.lastIndexOf('t');
      const number = Math.max(Number(mark.slice(at + 1)), posts.get(path)?.number ?? 0);
      posts.set(path, { stem: mark.slice(0, at + 1), number });
    }
  }
  return posts;
}

function shownTelling(html: string, stem: string): number {
  return Number(new RegExp(`\\b${stem}(\\d+)\\b`).exec(html)?.[1] ?? 0);
}
