// What stands where a post stood, on either store: killed by the agency, withheld by it, put on hold here.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../../src/ledger/database.ts';
import { itemId } from '../../../src/model/ids.ts';
import { openTakenDownReader } from '../../../src/views/taken-down.ts';
import { testSource } from '../../support/app.ts';
import { openFlows } from '../../support/flows.ts';
import { availableStores } from '../../support/stores.ts';

const stores = await availableStores();

const version = (id: string, number: number, pubStatus: string): Uint8Array =>
  Buffer.from(
    JSON.stringify({
      standard: { name: 'ninjs', version: '3.1' },
      uri: `urn:harbour:${id}`,
      type: 'text',
      version: String(number),
      versionCreated: `2031-03-03T1${number}:00:00Z`,
      language: 'en',
      pubStatus,
      headlines: [{ value: `Calm day in the harbour, part ${id.length}` }],
      bodies: [
        { contentType: 'text/html', value: '<p>The harbour was calm on Monday, said the pilots.</p>' },
      ],
    }),
  );

describe.each(stores)('on $name', (store) => {
  let db: Database;
  let flows: Awaited<ReturnType<typeof openFlows>>;
  const items = new Map<string, string>();
  beforeAll(async () => {
    db = await store.open();
    flows = await openFlows(db, [testSource()]);
    for (const id of ['kept', 'killed', 'withheld', 'held']) {
      const receipt = await flows.receive(version(id, 1, 'usable'));
      items.set(id, receipt.items[0]?.id ?? '');
    }
    await flows.receive(version('killed', 2, 'canceled'));
    await flows.receive(version('withheld', 2, 'withheld'));
    const held = itemId(items.get('held') ?? '');
    const [shown] = await flows.reader.ofItem(held);
    if (shown === undefined) throw new Error('the story is not there');
    await flows.act(held, 'hold', 'Ada', shown.seq);
  });
  afterAll(async () => {
    await flows.thread.close();
    await db.close();
    await store.remove();
  });

  test('only those that are public no more are listed, page by page', async () => {
    const reader = openTakenDownReader(db);
    const all = await reader.takenDown('', 10);
    expect(all.map(({ guid, killed }) => [guid, killed]).toSorted()).toEqual([
      ['urn:harbour:held', false],
      ['urn:harbour:killed', true],
      ['urn:harbour:withheld', false],
    ]);
    const [first, second] = all;
    expect(await reader.takenDown(first?.path ?? '', 1)).toEqual([second]);
  });

  test('a kill is found at its path with the version that killed', async () => {
    const reader = openTakenDownReader(db);
    const path = await reader.pathOf(itemId(items.get('killed') ?? ''));
    const found = await reader.takenDownAt(path ?? '');
    expect(found).toMatchObject({
      guid: 'urn:harbour:killed',
      version: '2',
      versions: 1,
      killed: true,
      language: 'en',
    });
    expect(JSON.stringify(found)).not.toContain('pilots');
    const kept = await reader.pathOf(itemId(items.get('kept') ?? ''));
    expect(await reader.takenDownAt(kept ?? '')).toBeNull();
    expect(await reader.pathOf(itemId('00000000000000ff'))).toBeNull();
  });
});
