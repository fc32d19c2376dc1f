// A page that shows a fragment as Stet shows it has the digests that its record was given, whatever the agency's markup is like.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { labelSays, pageReader, readPage } from '../../src/flows/log-audit/page-parts.ts';
import { pageProblem } from '../../src/log/audit-page.ts';
import { nodeCrypto } from '../../src/log/node-crypto.ts';
import type { WireRecord } from '../../src/log/record.ts';
import { LANGUAGES } from '../../src/publish/i18n/languages.ts';
import { sha256 } from '../../src/text/digest.ts';
import { buildFragment } from '../../src/text/fragment.ts';
import { showFragment } from '../../src/text/show.ts';
import { wireMarkup } from '../../src/text/wire-markup.ts';
import { anyHtml } from '../text/random-html.ts';
import { SHOWN_RECORD } from './shown-record.ts';

const recordOf = (html: string, text: string, headline: string): WireRecord => ({
  ...SHOWN_RECORD,
  text_sha256: sha256(text),
  html_sha256: sha256(wireMarkup(html)),
  headline_sha256: sha256(headline),
});

const pageWith = (body: string): string =>
  `<!doctype html><html><body><h1 class="headline">Tide</h1><div class="body" lang="en">${body}</div></body></html>`;

describe('a page with the fragment of any markup', () => {
  test.each([true, false])('is right (pictures shown: %s)', (hotlinkImages) => {
    fc.assert(
      fc.property(anyHtml, (sent) => {
        const { html, text, refusal } = buildFragment(sent, { baseUrl: 'https://harbour.example/' });
        fc.pre(refusal === null);
        const shown = showFragment(html, { hotlinkImages });
        const page = readPage(pageWith(shown.html));
        expect(pageProblem(nodeCrypto, page, recordOf(html, text, 'Tide'), pageReader)).toBeNull();
      }),
      { numRuns: 300 },
    );
  });
});

test('a page nested to any depth is read', () => {
  const deep = `${'<div>'.repeat(50_000)}x`;
  const page = readPage(pageWith(deep));
  expect(pageProblem(nodeCrypto, page, recordOf('<p>x</p>', 'x', 'Tide'), pageReader)).toContain('verified');
});

test('the label is known in every language of the interface, to the letter', () => {
  for (const { labelRead, labelUnread } of LANGUAGES) {
    expect(labelSays(labelUnread)).toBe('unread');
    expect(labelSays(labelRead('4 March 2031, 07:00 UTC'))).toBe('read');
    expect(labelSays(labelRead(''))).toBeNull();
    expect(labelSays(`${labelUnread} `)).toBeNull();
  }
});
