import { describe, expect, it } from 'vitest';
import { seq } from '../../src/model/ids.ts';
import type { PostVersion } from '../../src/model/post.ts';
import { inOrderShown, mementoLinks, mementoTime, timeMap } from '../../src/publish/site/timemap.ts';
import { parsedItem } from './invented.ts';

const POST = 'https://ledger.example/world/bridge-0000000000000001';
const parsed = parsedItem({ sent: '<p>The bridge is open.</p>' });
const shown = (version: number, publishedAt: string | null): PostVersion => ({
  version: seq(version),
  parsed,
  receivedAt: '2026-11-22T11:00:00.000Z',
  publishedAt,
  label: { read: false },
});

describe('a TimeMap', () => {
  it('lists the post, itself, and each version with its time', () => {
    const versions = [
      shown(30, '2026-11-22T12:30:00.000Z'),
      shown(20, '2026-11-22T12:20:00.400Z'),
      shown(10, '2026-11-22T12:10:00.000Z'),
    ];
    expect(timeMap(POST, inOrderShown(versions))).toBe(
      `<${POST}>; rel="original",
<${POST}/timemap>; rel="self"; type="application/link-format"; from="Sun, 22 Nov 2026 12:10:00 GMT"; until="Sun, 22 Nov 2026 12:30:00 GMT",
<${POST}/versions/1>; rel="first memento"; datetime="Sun, 22 Nov 2026 12:10:00 GMT",
<${POST}/versions/2>; rel="memento"; datetime="Sun, 22 Nov 2026 12:20:01 GMT",
<${POST}/versions/3>; rel="last memento"; datetime="Sun, 22 Nov 2026 12:30:00 GMT"
`,
    );
  });

  it('of one version names it first and last', () => {
    expect(timeMap(POST, inOrderShown([shown(10, '2026-11-22T12:10:00.000Z')]))).toContain(
      `/versions/1>; rel="first last memento"; datetime=`,
    );
  });
});

describe('versions are numbered', () => {
  it('in the order they became public, so that one released late changes no number', () => {
    const before = [shown(20, '2026-11-22T12:00:00.000Z')];
    const after = [...before, shown(10, '2026-11-22T13:00:00.000Z')];
    expect(inOrderShown(before)).toMatchObject([{ number: 1, version: 20, until: null }]);
    expect(inOrderShown(after)).toMatchObject([
      { number: 1, version: 20, until: '2026-11-22T13:00:00.000Z' },
      { number: 2, version: 10, until: null },
    ]);
  });

  it('without those that never were public', () => {
    expect(inOrderShown([shown(20, null), shown(10, '2026-11-22T12:00:00.000Z')])).toMatchObject([
      { number: 1, version: 10, until: null },
    ]);
  });

  it('by their arrival when they became public in the same millisecond', () => {
    const at = '2026-11-22T12:00:00.000Z';
    expect(inOrderShown([shown(20, at), shown(10, at)]).map(({ version }) => version)).toEqual([10, 20]);
  });
});

it('a time with milliseconds is the next whole second', () => {
  expect(mementoTime('2026-11-22T23:59:59.001Z')).toBe('Mon, 23 Nov 2026 00:00:00 GMT');
  expect(mementoTime('2026-11-22T23:59:59.000Z')).toBe('Sun, 22 Nov 2026 23:59:59 GMT');
});

it('a version links the post and its TimeMap', () => {
  expect(mementoLinks(POST)).toBe(
    `<${POST}>; rel="original", <${POST}/timemap>; rel="timemap"; type="application/link-format"`,
  );
});
