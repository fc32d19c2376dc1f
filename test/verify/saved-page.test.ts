// Pages as browsers save them.

import { describe, expect, test } from 'vitest';
import { htmlOf } from '../../verify/saved-page.ts';

const mhtml = (encoding: string, body: string, boundary = '"----Part=1"'): string =>
  [
    'From: <Saved by Blink>',
    'Snapshot-Content-Location: https://lantern.example/world/ferry-00000000000000a1',
    'Subject: =?utf-8?Q?Ferry?=',
    'MIME-Version: 1.0',
    'Content-Type: multipart/related;',
    '\ttype="text/html";',
    `\tboundary=${boundary}`,
    '',
    '',
    `--${boundary.replaceAll('"', '')}`,
    'Content-Type: text/css',
    '',
    'p { color: red }',
    `--${boundary.replaceAll('"', '')}`,
    'Content-Type: text/html',
    `Content-Transfer-Encoding: ${encoding}`,
    'Content-Location: https://lantern.example/world/ferry-00000000000000a1',
    '',
    body,
    `--${boundary.replaceAll('"', '')}--`,
    '',
  ].join('\r\n');

describe('a saved page', () => {
  test('of HTML is taken as it is', () => {
    expect(htmlOf('<!doctype html><p>Content-Type: multipart/related')).toBe(
      '<!doctype html><p>Content-Type: multipart/related',
    );
    expect(htmlOf('')).toBe('');
  });
  test('of MHTML in quoted-printable gives its HTML', () => {
    expect(
      htmlOf(mhtml('quoted-printable', '<p class=3D"body">Caf=C3=A9 =\r\nund =F0=9F=97=9E</p>')),
    ).toContain('<p class="body">Café und 🗞</p>');
  });
  test('of MHTML in base64 gives its HTML', () => {
    expect(htmlOf(mhtml('base64', Buffer.from('<p>ख़बर</p>').toString('base64'), 'plain'))).toBe('<p>ख़बर</p>');
  });
  test('of MHTML as it is gives its HTML', () => {
    expect(htmlOf(mhtml('8bit', '<p>خبر</p>')).trim()).toBe('<p>خبر</p>');
  });
  test('of MHTML that is broken off gives what there is, and throws nothing', () => {
    const whole = mhtml('quoted-printable', '<p>Caf=C3=A9</p>');
    for (let length = 0; length < whole.length; length += 7)
      expect(typeof htmlOf(whole.slice(0, length))).toBe('string');
    expect(typeof htmlOf(mhtml('base64', '*not base64*'))).toBe('string');
  });
});
