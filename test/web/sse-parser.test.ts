import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSseParser } from '../../web/src/sse-parser.ts';

test('wherever the stream is cut into pieces, the same events come out', () => {
  const stream =
    'retry: 2000\n\n:\n\nevent: item\nid: 7\ndata: {"a":1}\n\n:\n\nid: 8\ndata: one\ndata: two\n\ndata:x\n\n';
  const whole = createSseParser()(stream);
  expect(whole).toEqual([
    { id: '7', data: '{"a":1}' },
    { id: '8', data: 'one\ntwo' },
    { id: '8', data: 'x' },
  ]);
  fc.assert(
    fc.property(fc.array(fc.nat(stream.length), { maxLength: 12 }), (cuts) => {
      const parse = createSseParser();
      const edges = [0, ...cuts.sort((a, b) => a - b), stream.length];
      const events = edges.slice(1).flatMap((edge, n) => parse(stream.slice(edges[n], edge)));
      expect(events).toEqual(whole);
    }),
  );
});
