// Feeds that no healthy server sends, each with what a person at the desk must find of it afterwards. Bodies are made on the fly.

import type { RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import type { PollTransport, Source } from '../../src/model/source.ts';
import { item, rss, serving } from './support.ts';

export interface BadFeed {
  /** The condition, as the test is named. */
  readonly when: string;
  readonly answer: RequestListener | { readonly raw: (socket: Socket) => void };
  /** Bytes that must stand in the ledger afterwards; `null` where nothing must have been taken in. */
  readonly kept: Uint8Array | null;
  /** The source's last error. */
  readonly error: string | null;
  /** What is in quarantine: codes, with places where the format has any. */
  readonly quarantine: readonly Quarantined[];
  /** Headlines that were published all the same. */
  readonly published: readonly string[];
  /** Headlines that wait, with the reason. */
  readonly held?: Readonly<Record<string, string>>;
  readonly transport?: Partial<PollTransport>;
  readonly source?: Partial<Omit<Source, 'id' | 'transport'>>;
}

export interface Quarantined {
  readonly code: string;
  readonly line?: number;
  readonly column?: number;
  readonly offset?: number;
  readonly index?: number | null;
}

const NOTHING = { quarantine: [], published: [] } as const;
const utf8 = (text: string): Buffer => Buffer.from(text);

/** A body that arrives whole and is bad inside. */
function body(
  when: string,
  bytes: string | Uint8Array,
  found: Partial<BadFeed> & { readonly headers?: Record<string, string> },
): BadFeed {
  const { headers, ...rest } = found;
  const kept = typeof bytes === 'string' ? utf8(bytes) : bytes;
  const error = found.quarantine?.[0]?.code ?? null;
  return { when, answer: serving(kept, headers), kept, error, ...NOTHING, ...rest };
}

/** An answer of which nothing is taken in. */
const refused = (
  when: string,
  error: string,
  answer: BadFeed['answer'],
  transport: Partial<PollTransport> = {},
): BadFeed => ({ when, answer, kept: null, error, ...NOTHING, transport });

const jsonFeed = (items: string): string =>
  `{"version":"https://jsonfeed.org/version/1.1","title":"Lock Wire","items":[${items}]}`;
const json = { headers: { 'content-type': 'application/feed+json' } };

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const DEEP = 200_000;

const bomb = [...'abcdefghij']
  .map((name, n, all) => `<!ENTITY ${name} "${n === 0 ? 'tide' : `&${all[n - 1]};`.repeat(10)}">`)
  .join('\n');

/** Whole bodies whose content is the trouble. */
export const badBodies: readonly BadFeed[] = [
  body(
    'the XML is cut off in the third item',
    rss(item('1', 'Cut one') + item('2', 'Cut two') + item('3', 'Cut three')).slice(0, -60),
    {
      published: ['Cut one', 'Cut two'],
      quarantine: [{ code: 'xml-not-well-formed', line: 3, index: null }],
    },
  ),
  body('the XML is cut off in its declaration', '<?xml version="1.0" enc', {
    quarantine: [{ code: 'format-unknown', index: null }],
  }),
  body(
    'the answer is an HTML page',
    '<!doctype html><html><head><title>Sign in to the quay</title></head><body><form></form></body></html>',
    {
      headers: { 'content-type': 'text/html' },
      quarantine: [{ code: 'not-a-feed', index: null }],
    },
  ),
  body('the HTML page says it is RSS', '<html lang="en"><body><p>We are moving.</p></body></html>', {
    quarantine: [{ code: 'not-a-feed' }],
  }),
  body(
    'elements are nested 200,000 deep',
    rss(`${item('1', 'Deep one')}<item><description>${'<b>'.repeat(DEEP)}`),
    {
      published: ['Deep one'],
      quarantine: [{ code: 'too-deep', line: 3, index: null }],
    },
  ),
  body(
    'HTML in an item is nested 200,000 deep',
    rss(item('1', 'Nested one') + item('2', 'Nested two', '&lt;b&gt;'.repeat(DEEP))),
    {
      published: ['Nested one'],
      held: { 'Nested two': 'too-deep' },
    },
  ),
  body(
    'JSON is nested 200,000 deep',
    jsonFeed(`{"id":"1","title":"JSON one","content_text":"Fine."},${'['.repeat(DEEP)}`),
    {
      ...json,
      published: ['JSON one'],
      quarantine: [{ code: 'too-deep', line: 1 }],
    },
  ),
  body(
    'an entity bomb is declared',
    `<!DOCTYPE rss [${bomb}]>\n${rss(item('1', 'Bomb one') + item('2', '&j;')).replace(/^<\?.*\n/, '')}`,
    {
      published: ['Bomb one'],
      quarantine: [{ code: 'entity-unknown', index: null }],
    },
  ),
  body(
    'an external entity names a file',
    `<!DOCTYPE rss [<!ENTITY quay SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel>${item('1', 'External one')}${item('2', '&quay;')}</channel></rss>`,
    {
      published: ['External one'],
      quarantine: [{ code: 'entity-unknown', line: 1 }],
    },
  ),
  body('a NUL stands in an item', rss(`${item('1', 'Nul one')}\n${item('2', 'Nul\0two')}`), {
    published: ['Nul one'],
    quarantine: [{ code: 'xml-not-well-formed', line: 4 }],
  }),
  body(
    'a reference names half a surrogate pair',
    rss(`${item('1', 'Half one')}\n${item('2', 'Half &#xD800; two')}`),
    {
      published: ['Half one'],
      quarantine: [{ code: 'xml-not-well-formed', line: 4 }],
    },
  ),
  body(
    'JSON text holds half a surrogate pair',
    jsonFeed(
      '{"id":"1","title":"Pair one","content_text":"Fine."},{"id":"2","title":"Pair two","content_text":"a\\ud800b"},\n{"id":"3","title":"Pair \\udc00 three","content_text":"Fine."}',
    ),
    {
      ...json,
      published: ['Pair one'],
      held: { 'Pair two': 'lone-surrogate' },
      quarantine: [{ code: 'lone-surrogate', line: 2, index: 2 }],
    },
  ),
  body(
    'JSON text holds NUL',
    jsonFeed(
      '{"id":"1","title":"Zero one","content_text":"a\\u0000b"},{"id":"2","title":"Zero two","content_text":"Fine."}',
    ),
    {
      ...json,
      published: ['Zero two'],
      held: { 'Zero one': 'text-differs' },
    },
  ),
  body(
    'one item holds bytes that are not UTF-8',
    Buffer.concat([
      utf8('<rss version="2.0"><channel>'),
      utf8(item('1', 'Byte one – fine')),
      latin1(item('2', 'Byte \xed\xa0\x80 two')),
      utf8(`${item('3', 'Byte three – “fine”')}</channel></rss>`),
    ]),
    {
      published: ['Byte one – fine', 'Byte three – “fine”'],
      quarantine: [{ code: 'charset-undecodable', line: 1, index: 1 }],
    },
  ),
  body(
    'JSON is cut off',
    jsonFeed('{"id":"1","title":"Torn one","content_text":"Fine."},{"id":"2","tit').slice(0, -2),
    {
      ...json,
      published: ['Torn one'],
      quarantine: [{ code: 'json-not-well-formed', line: 1, index: null }],
    },
  ),
  body(
    'a picture is sent',
    Buffer.concat([Buffer.from([0x89]), utf8('PNG\r\n\x1a\n\0\0\0\rIHDR'), Buffer.alloc(3_000, 0xf7)]),
    {
      quarantine: [{ code: 'charset-undecodable', index: null }],
    },
  ),
  body('the charset is UTF-32', Buffer.from([0, 0, 0xfe, 0xff, 0, 0, 0, 0x3c, 0, 0, 0, 0x72]), {
    quarantine: [{ code: 'charset-unsupported', index: null }],
  }),
  body(
    'a message of an agency holds an item without a guid',
    '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet><newsItem version="1"/></itemSet></newsMessage>',
    { quarantine: [{ code: 'guid-missing', index: 0 }] },
  ),
  body(
    'one element has 10,000 attributes',
    rss(
      item('1', 'Many one') +
        `<item ${Array.from({ length: 10_000 }, (_, n) => `a${n}=""`).join(' ')}><title>Many two</title></item>`,
    ),
    {
      published: ['Many one'],
      quarantine: [{ code: 'too-many-attributes', line: 3 }],
    },
  ),
  body(
    'there are more items than the source may have',
    rss(Array.from({ length: 1_000 }, (_, n) => item(`${n}`, `Flood ${n}`)).join('\n')),
    {
      source: { limits: { bytes: 1e7, depth: 256, attributes: 256, items: 3, itemText: 10_000 } },
      published: ['Flood 0', 'Flood 1', 'Flood 2'],
      quarantine: [{ code: 'too-many-items', line: 6, column: 1, index: null }],
    },
  ),
  body(
    'one item is longer than an item may be',
    rss(item('1', 'Long one') + item('2', 'Long two', 'x'.repeat(20_000)) + item('3', 'Long three')),
    {
      source: { limits: { bytes: 1e7, depth: 256, attributes: 256, items: 50, itemText: 10_000 } },
      published: ['Long one', 'Long three'],
      quarantine: [{ code: 'item-too-long', line: 3, index: 1 }],
    },
  ),
  body('the input is larger than the parser may take', rss(item('1', 'Large one', 'x'.repeat(20_000))), {
    source: { limits: { bytes: 10_000, depth: 256, attributes: 256, items: 50, itemText: 10_000 } },
    quarantine: [{ code: 'input-too-large', index: null }],
  }),
  body(
    '400,000 ampersands are not escaped',
    rss(item('1', 'Amper one') + item('2', 'Amper two', '& '.repeat(400_000))),
    {
      published: ['Amper one'],
      quarantine: [{ code: 'xml-not-well-formed', line: 4 }],
    },
  ),
  body(
    'every one of 300 JSON items is a number',
    jsonFeed(Array.from({ length: 300 }, (_, n) => `${n}`).join(',\n')),
    {
      ...json,
      quarantine: Array.from({ length: 300 }, (_, index) => ({ code: 'json-wrong-type', index })),
    },
  ),
];

/** Bodies that say a wrong charset, and are read right or refused. */
export const mislabelled: readonly BadFeed[] = [
  body('UTF-8 is called ISO-8859-1', rss(item('1', 'Mole crêpe “one”')).replace('UTF-8', 'ISO-8859-1'), {
    published: ['Mole crêpe “one”'],
  }),
  body('windows-1252 is called UTF-8', latin1(rss(item('1', 'Caf\xe9 \x93two\x94'))), {
    published: ['Café “two”'],
  }),
  body(
    'the HTTP header and the declaration differ',
    latin1(rss(item('1', 'Fa\xdfbender three')).replace('UTF-8', 'windows-1252')),
    {
      headers: { 'content-type': 'text/xml; charset=utf-8' },
      published: ['Faßbender three'],
    },
  ),
  body('UTF-16 is called UTF-8', Buffer.from(`\ufeff${rss(item('1', 'Wide four'))}`, 'utf16le'), {
    published: ['Wide four'],
  }),
  body(
    'the charset has no name that anybody knows',
    rss(item('1', 'Known as five')).replace('UTF-8', 'x-saltmarch'),
    {
      published: ['Known as five'],
    },
  ),
];

const redirect =
  (to: (url: string) => string): RequestListener =>
  (request, response) =>
    response.writeHead(302, { location: to(request.url ?? '/') }).end();

/** Sends one byte a second until the other side has enough. */
function trickle(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/rss+xml' });
  const drops = rss(item('1', 'Drop'));
  let sent = 0;
  const timer = setInterval(() => response.write(drops[sent++ % drops.length] ?? ''), 1_000);
  response.on('close', () => clearInterval(timer));
}

/** A stream of `megabytes` that is made while it is sent. */
export function flood(megabytes: number): RequestListener {
  const block = Buffer.from(item('flood', 'Flood', 'x'.repeat(200)).repeat(200));
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/rss+xml' });
    let left = megabytes * 1024 * 1024;
    const more = (): void => {
      while (left > 0) {
        left -= block.length;
        if (!response.write(block)) {
          response.once('drain', more);
          return;
        }
      }
      response.end();
    };
    more();
  };
}

const zeros = Buffer.alloc(60 * 1024 * 1024);
const packedBomb = (coding: string, bytes: Buffer): RequestListener =>
  serving(bytes, { 'content-encoding': coding });
const whole = rss(item('1', 'Never seen'));
const raw = (text: string, end: 'end' | 'reset' = 'end'): BadFeed['answer'] => ({
  raw: (socket) => {
    socket.write(text);
    if (end === 'end') socket.end();
    else setTimeout(() => socket.resetAndDestroy(), 50);
  },
});
const LIMITED = { maxBytes: 1024 * 1024 };

/** Answers that end before they are an arrival. */
export const badAnswers: readonly BadFeed[] = [
  refused('100 MB are sent', 'too-large', flood(100), { maxBytes: 64 * 1024 * 1024 }),
  refused('100 MB are announced', 'too-large', (_request, response) => {
    response.writeHead(200, { 'content-length': 100 * 1024 * 1024 });
    response.write('<rss>');
  }),
  refused('60 MB unpack from a few bytes of gzip', 'too-large', packedBomb('gzip', gzipSync(zeros)), LIMITED),
  refused(
    '60 MB unpack from a few bytes of Brotli',
    'too-large',
    packedBomb('br', brotliCompressSync(zeros)),
    LIMITED,
  ),
  refused(
    '60 MB unpack from a few bytes of zstd',
    'too-large',
    packedBomb('zstd', zstdCompressSync(zeros)),
    LIMITED,
  ),
  refused(
    'the gzip data is cut off',
    'body-truncated',
    serving(gzipSync(whole).subarray(0, 80), { 'content-encoding': 'gzip' }),
  ),
  refused(
    'the answer is not the gzip that it says it is',
    'encoding-broken',
    serving(whole, { 'content-encoding': 'gzip' }),
  ),
  refused('the body is empty', 'body-empty', serving('')),
  refused('one byte comes a second', 'timeout-total', (_request, response) => trickle(response), {
    timeout: 3,
  }),
  refused('the server never answers', 'timeout-total', () => undefined, { timeout: 2 }),
  refused(
    'redirects go round in a circle',
    'redirect-loop',
    redirect((url) => (url === '/feed' ? '/b' : '/feed')),
  ),
  refused(
    'a redirect leads to a file',
    'scheme-refused',
    redirect(() => 'file:///etc/passwd'),
  ),
  refused('the server fails', 'http-500', (_request, response) => response.writeHead(500).end(whole)),
  refused('the feed is gone', 'http-410', (_request, response) => response.writeHead(410).end()),
  refused(
    'the body is shorter than its length',
    'body-truncated',
    raw(`HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n${whole}`),
  ),
  refused(
    'the connection breaks in the body',
    'body-truncated',
    raw(`HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n${whole}`, 'reset'),
  ),
  refused(
    'a chunk is not what it says',
    'http-malformed',
    raw(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n${whole}`),
  ),
  refused('the answer is not HTTP', 'http-malformed', raw('220 mail.example ESMTP\r\n')),
  refused('the header never ends', 'headers-too-large', {
    raw: (socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nX-Long: ${'x'.repeat(200_000)}`);
    },
  }),
  {
    when: 'the body is longer than its length',
    answer: raw(`HTTP/1.1 200 OK\r\nContent-Length: ${whole.length - 40}\r\n\r\n${whole}`),
    kept: utf8(whole).subarray(0, whole.length - 40),
    error: 'xml-not-well-formed',
    published: [],
    quarantine: [{ code: 'xml-not-well-formed' }],
  },
];
