// One arrival that is the end of the reading thread, and others that were being read beside it.

import { expect, test, vi } from 'vitest';
import type { ReadOptions } from '../../src/flows/read-arrival.ts';
import { type ReadThread, startReadThread } from '../../src/flows/read-thread.ts';
import { DEFAULT_LIMITS } from '../../src/model/parse-result.ts';
import { item, rss } from './support.ts';

const options: ReadOptions = {
  context: {
    ...{
      format: 'auto',
      provider: 'lock.example',
      timezone: 'UTC',
      language: null,
      charset: null,
      emptyEmbargo: 'hold',
      conventions: [],
      contentType: null,
    },
    ...{ baseUrl: null, receivedAt: '2026-03-02T08:00:00.000Z', guid: null, version: null },
    limits: { ...DEFAULT_LIMITS, itemText: 64 * 1024 * 1024 },
  },
  hotlinkImages: false,
  newest: null,
};
const ITEMS = 400;
const healthy = Buffer.from(
  rss(Array.from({ length: ITEMS }, (_, n) => item(`${n}`, `Lock ${n}`, 'Water. '.repeat(90))).join('')),
);
/** Needs more memory than the thread has, where the source allows so long an item: its text comes in millions of pieces. */
const greedy = Buffer.from(rss(`<item>${'x<!---->'.repeat(6_000_000)}</item>`));

/** @param between done after each chunk. */
async function guids(
  thread: ReadThread,
  bytes: Uint8Array,
  between: () => Promise<unknown> | undefined = () => undefined,
): Promise<string[]> {
  const found: string[] = [];
  for await (const { steps } of thread.read(bytes, options)) {
    for (const step of steps) if (step.type === 'item') found.push(step.parsed.guid);
    await between();
  }
  return found;
}

test('when an arrival needs more memory than the reading thread has, the others are read to their end, each item once', async () => {
  const thread = startReadThread({ heapMib: 48 });
  let end: Promise<unknown> | undefined;
  // The thread ends after the first chunk of this one.
  const beside = await guids(thread, healthy, () => {
    end ??= expect(guids(thread, greedy)).rejects.toMatchObject({ code: 'parser-stopped' });
    return end;
  });
  expect(beside).toEqual(Array.from({ length: ITEMS }, (_, n) => `${n}`));
  expect(await guids(thread, healthy)).toHaveLength(ITEMS);
  await thread.close();
});

test('a thread that had nothing to read is ended, and the next arrival gets a new one', async () => {
  const thread = startReadThread({ idleAfter: 1 });
  expect(await guids(thread, healthy)).toHaveLength(ITEMS);
  await vi.waitFor(() => expect(thread.threads()).toBe(0));
  expect(await guids(thread, healthy)).toHaveLength(ITEMS);
  await thread.close();
});
