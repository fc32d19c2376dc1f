// Each public post in the wire formats, at its address with the format's ending; and what stands there after a kill.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { sourceId } from '../../../src/model/ids.ts';
import { WIRE_ENDINGS } from '../../../src/publish/export/formats.ts';
import { POSTS, post, SITE } from '../invented.ts';
import { memoryReader } from '../memory-reader.ts';
import { type RunningSite, startSite } from '../public-site.ts';
import { readBack } from './stories.ts';

const GONE = '/world/a-killed-story-00000000000000aa';
const ENDINGS = [...WIRE_ENDINGS];
/** A bell in the text, which neither XML nor a wire can hold. */
const BELL = post(
  { id: 0xbb, slug: 'bell', ago: 1 },
  { sent: '<p>Bells \u0007 ring.</p>', headline: 'Bells' },
);

let running: RunningSite;
beforeAll(async () => {
  running = await startSite(memoryReader([...POSTS, BELL]), {
    takenDown: {
      noticeAt: async () => null,
      takenDownAt: async (path) =>
        path !== GONE
          ? null
          : {
              path,
              provider: 'northwind.example',
              source: sourceId('northwind'),
              guid: 'urn:northwind:170',
              version: '4',
              versions: 2,
              language: 'en',
              killed: true,
              at: '2026-11-22T11:30:00.000Z',
            },
    },
  });
});
afterAll(() => running.close());

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(running.origin + path, { headers });

test.each(ENDINGS)('%s holds every story to the letter', async (ending, format) => {
  let held = 0;
  for (const { path, parsed } of POSTS) {
    const response = await get(path + ending);
    expect(response.headers.get('x-robots-tag')).toBe('noindex');
    expect(response.headers.get('link')).toBe(`<${SITE.url}${path}>; rel="canonical"`);
    const document = await response.text();
    if (response.status === 404) {
      expect(document, path).toContain('cannot hold this story');
      continue;
    }
    held += 1;
    expect(response.status).toBe(200);
    const [item, ...more] = readBack(document, format);
    expect(more).toEqual([]);
    expect(item?.text, path).toBe(parsed.text);
    expect(item?.headline ?? null, path).toBe(parsed.headline);
    expect(document).not.toContain('NOT FOR PUBLICATION');
  }
  expect(held).toBeGreaterThan(POSTS.length - 2);
});

test.each(ENDINGS)('%s of a killed story is gone and says so', async (ending, format) => {
  const response = await get(GONE + ending);
  expect(response.status).toBe(410);
  const [item] = readBack(await response.text(), format);
  expect(item).toMatchObject(
    format === 'iptc7901' ? { kind: 'kill', text: '' } : { status: 'canceled', text: '', version: '4' },
  );
});

test('what a format cannot hold is told, and not sent', async () => {
  const response = await get(`${BELL.path}.nitf.xml`);
  expect(response.status).toBe(404);
  expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(await response.text()).toBe('NITF cannot hold this story: XML 1.0 has no U+0007\n');
  expect((await get(`${BELL.path}.ninjs.json`)).status).toBe(200);
});

test('is asked for conditionally, and only under its own name', async () => {
  const [first] = POSTS;
  const path = `${first?.path ?? ''}.g2.xml`;
  const etag = (await get(path)).headers.get('etag') ?? '';
  expect((await get(path, { 'If-None-Match': etag })).status).toBe(304);
  for (const unknown of ['/world/nothing-00000000000000ff.g2.xml', path.replace('.g2.xml', '.docx.xml')]) {
    expect((await get(unknown)).status).toBe(404);
  }
});
