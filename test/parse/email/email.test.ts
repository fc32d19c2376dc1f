import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../../src/model/parse-result.ts';
import { codes, itemAt, read } from '../support/read.ts';

const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../../fixtures/email/${name}`, import.meta.url));

const HEAD = `Message-ID: <9@ostwire.example>
MIME-Version: 1.0
From: Ostwire <desk@ostwire.example>
Subject: Invented mill burns in Vellaria
Date: Mon, 5 Oct 2026 09:00:00 +0000
`;
const COPY =
  'VELLARIA CITY, Oct 5 (Ostwire) - A mill that was never built burned down on Monday, the invented fire office said.';

/** A mail with these header lines after the usual ones, CR LF line ends. */
const mail = (headers: string, body: string, head = HEAD): Buffer =>
  Buffer.from(`${head}${headers}\n${body}`.replaceAll('\n', '\r\n'), 'latin1');

const plain = (body: string, headers = ''): Buffer =>
  mail(`Content-Type: text/plain; charset=utf-8\n${headers}`, Buffer.from(body).toString('latin1'));

const html = (body: string): Buffer =>
  mail('Content-Type: text/html; charset=utf-8\n', Buffer.from(body).toString('latin1'));

const parts = (boundary: string, ...bodies: string[]): string =>
  `${bodies.map((body) => `--${boundary}\n${body}\n`).join('')}--${boundary}--\n`;

const mixed = (...bodies: string[]): Buffer =>
  mail('Content-Type: multipart/mixed; boundary=b\n', parts('b', ...bodies));

describe('a mail is recognised by its header lines', () => {
  test('with a line that only mail has', () => {
    expect(read(plain(COPY)).summary.format).toBe('email');
  });

  test.each([
    ['Date: 2026-10-05\nHeadline: A story\nSubject: politics\n\n'],
    ['Subject: politics\nDate: 2026-10-05\nFrom: Port Elm\n\n'],
    ['X-ray: how a light that nobody sees is used\n\n'],
  ])('a text that begins %j is none', (opening) => {
    expect(read(`${opening}${COPY}`).summary.format).toBe('text');
  });

  test('configured, it need not have one', () => {
    const reading = read(`Subject: A headline\nDate: Mon, 5 Oct 2026 09:00:00 +0000\n\n${COPY}`, {
      format: 'email',
    });
    expect(itemAt(reading)).toMatchObject({ format: 'email', headline: 'A headline' });
  });

  test('without any headers it is a failure', () => {
    expect(read(COPY, { format: 'email' }).failures).toMatchObject([{ code: 'email-no-headers', index: 0 }]);
  });
});

describe('HTML and plain text of one story', () => {
  test('in one mail are one item, with every word, without signature and tracking pixel', () => {
    const reading = read(fixture('fictional-agency-html-and-text.eml'));
    expect(reading.items).toHaveLength(1);
    const item = itemAt(reading);
    expect(item).toMatchObject({
      headline: 'Grüße aus Zürich and more',
      versionCreated: '2026-10-05T07:00:00.000Z',
      keywords: ['harbour', 'council'],
      language: 'en',
      signOff: '--OSTWIRE ab/cd',
      dateline: { place: 'PORT ELM', date: '2026-10-05', credit: 'Ostwire' },
      refusal: null,
    });
    expect(item.text.split('\n')).toEqual([
      'PORT ELM, Oct 5 (Ostwire) - The invented council of Port Elm said on Monday that the café would stay open.',
      'Two lines follow:',
      'first',
      'second',
      '--OSTWIRE ab/cd',
    ]);
    expect(codes(item.warnings)).toEqual(['element-left-out', 'image-left-out', 'mail-signature-left-out']);
  });

  test('in two mails have one identity', () => {
    const one = itemAt(read(plain(`${COPY}\n\n* a point\n* another <https://ostwire.example/x>\n\nENDS\n`)));
    const other = itemAt(
      read(
        html(
          `<div><p>${COPY}</p><ul><li>a point</li><li><a href="https://ostwire.example/x">another</a></li></ul>ENDS</div>`,
        ),
      ),
    );
    expect(other.guid).toBe(one.guid);
    expect(one.guid).toMatch(/^email:[0-9a-f]{64}$/);
  });

  test('forwarded in a mail, the same story is the same item', () => {
    const gmail = itemAt(read(fixture('forwarded-inline-gmail.eml')));
    const outlook = itemAt(read(fixture('forwarded-inline-outlook-german.eml')));
    expect(outlook.guid).toBe(gmail.guid);
    expect(outlook.text).toBe(gmail.text);
  });

  test('whatever the transfer encoding and the width of the lines', () => {
    const wrapped = COPY.replace('burned ', 'burned\n');
    const flowed = COPY.replace('burned ', 'burned \n').replace('never ', 'never \n');
    const coded = [
      plain(wrapped),
      mail('Content-Type: text/plain; format=flowed\n', flowed),
      mail('Content-Type: text/plain; format=flowed; delsp=yes\n', flowed.replaceAll(' \n', '  \n')),
      mail(
        'Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n',
        COPY.replace('never ', 'ne=\nver '),
      ),
      mail(
        'Content-Type: text/plain\nContent-Transfer-Encoding: base64\n',
        Buffer.from(COPY).toString('base64'),
      ),
    ];
    const items = coded.map((input) => itemAt(read(input)));
    expect(items.map(({ text }) => text)).toEqual(coded.map(() => COPY));
    expect(new Set(items.map(({ guid }) => guid)).size).toBe(1);
  });

  test('another Message-ID and other headers of transport change nothing', () => {
    const again = Buffer.from(
      `Received: by a\r\n${plain(COPY).toString('latin1').replace('<9@', '<10@')}`,
      'latin1',
    );
    expect(itemAt(read(again))).toEqual(itemAt(read(plain(COPY))));
  });

  test("a story's own number in a header comes before the words", () => {
    expect(itemAt(read(plain(COPY, 'X-Story-ID: OW-77\nX-Story-Version: 3\n')))).toMatchObject({
      guid: 'OW-77',
      version: '3',
    });
  });

  test('where they do not say the same, that is said, and the fuller one is used', () => {
    const stub = mail(
      'Content-Type: multipart/alternative; boundary=b\n',
      parts('b', `Content-Type: text/plain\n\n${COPY}`, 'Content-Type: text/html\n\n<p>See the story.</p>'),
    );
    const item = itemAt(read(stub));
    expect(item.text).toBe(COPY);
    expect(codes(item.warnings)).toContain('alternatives-differ');
  });

  test('HTML that cannot be verified gives way to plain text', () => {
    const hidden = mail(
      'Content-Type: multipart/alternative; boundary=b\n',
      parts(
        'b',
        `Content-Type: text/plain\n\n${COPY}`,
        `Content-Type: text/html\n\n<p style="display:none">x</p><p>${COPY}</p>`,
      ),
    );
    expect(itemAt(read(hidden))).toMatchObject({ text: COPY, refusal: null });
  });
});

describe('headers', () => {
  const subject = (value: string, more = '') =>
    itemAt(
      read(mail(`Content-Type: text/plain\n${more}`, COPY, HEAD.replace(/Subject: .*/, `Subject: ${value}`))),
    );

  test.each([
    ['=?UTF-8?B?w4R0enRl?= =?UTF-8?B?cg==?= Tag', 'Ätzter Tag'],
    ['=?utf-8?b?w4?= =?utf-8?q?=84?=', 'Ä'],
    ['=?windows-1251?Q?=CF=F0=E8=E2=E5=F2?=', 'Привет'],
    ['=?iso-2022-jp?B?GyRCJTMlcyVLJUElTxsoQg==?=', 'コンニチハ'],
    ['=?utf-8*en?q?with_language?=', 'with language'],
    ['Caf\xe9 opens', 'Café opens'],
    ['Caf\xc3\xa9 opens', 'Café opens'],
    ['folded\n over\n\ttwo lines', 'folded over two lines'],
    ['FW: Fwd: [2] things', '[2] things'],
    ['[Correction] things', '[Correction] things'],
    ['Re: things', 'Re: things'],
    ['WG: UPDATE 1: things', 'UPDATE 1: things'],
  ])('the subject %j is the headline %j', (written, headline) => {
    expect(subject(written).headline).toBe(headline);
  });

  test("a list's own name goes from the subject, with a warning", () => {
    const item = subject('[ostwire-daily] Things', 'List-Id: <ostwire-daily.lists.example>\n');
    expect(item.headline).toBe('Things');
    expect(codes(item.warnings)).toContain('subject-prefix-left-out');
  });

  test('a subject in characters that nobody knows is no headline', () => {
    const input = mail('', COPY, HEAD.replace(/Subject: .*/, 'Subject: =?x-nowhere?q?ab=E9?='));
    expect(read(input).failures).toMatchObject([{ code: 'header-unreadable' }]);
  });

  test("header lines at the top of the text are the story's", () => {
    const text = `Headline: The story's own\nSlug: MILL\nUrgency: 3\nEmbargo: 2026-10-06T10:00:00Z\nDate: 2026-10-04T10:00:00Z\n\n${COPY}`;
    const wanted = {
      headline: "The story's own",
      slugline: 'MILL',
      urgency: 3,
      embargoedUntil: '2026-10-06T10:00:00.000Z',
      versionCreated: '2026-10-04T10:00:00.000Z',
      text: COPY,
    };
    expect(itemAt(read(plain(text)))).toMatchObject(wanted);
    expect(itemAt(read(html(text.replace(/.+/g, '<p>$&</p>'))))).toMatchObject(wanted);
  });

  test('the importance of a mail is no urgency', () => {
    expect(itemAt(read(plain(COPY, 'X-Priority: 1 (Highest)\nImportance: high\n'))).urgency).toBeNull();
  });

  test('an embargo and a kill in words are seen', () => {
    expect(itemAt(read(plain(`EMBARGOED until Tuesday\n\n${COPY}`))).signals).toContain('embargo');
    expect(subject('KILL: Invented mill burns').kind).toBe('kill');
  });
});

describe('HTML as mail programs write it', () => {
  test('Outlook: title, Office markup, conditional comments and pictures inside the mail', () => {
    const page = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>Not the story</title><!--[if gte mso 9]><xml>not</xml><![endif]--><style>p {}</style></head><body lang=EN-GB link="#0563C1"><div class=WordSection1><p class=MsoNormal><span lang=EN-US>${COPY}<o:p></o:p></span></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p><img src="cid:image001.png@01" width=300></p><p>More.<o:p></o:p></p></div></body></html>`;
    const input = mail(
      'Content-Type: multipart/related; boundary=r\n',
      parts(
        'r',
        `Content-Type: multipart/alternative; boundary=a\n\n${parts('a', `Content-Type: text/plain\n\n${COPY}\n\nMore.`, `Content-Type: text/html\n\n${page}`)}`,
        'Content-Type: image/png; name=image001.png\nContent-ID: <image001.png@01>\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=',
      ),
    );
    const item = itemAt(read(input));
    expect(item).toMatchObject({ refusal: null, media: [] });
    expect(item.text).toBe(`${COPY}\n\u00a0\nMore.`);
    expect(codes(item.warnings)).toEqual(expect.arrayContaining(['image-left-out', 'attachment-left-out']));
  });

  test('Gmail: a forwarded story', () => {
    const page = `<div dir="ltr">Have a look<br><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">---------- Forwarded message ---------<br>From: <strong>Ostwire</strong> <span>&lt;<a href="mailto:d@o.example">d@o.example</a>&gt;</span><br>Date: Mon, 5 Oct 2026 at 10:00<br>Subject: The inner headline<br>To: &lt;<a href="mailto:a@b.example">a@b.example</a>&gt;<br></div><br><br><p>${COPY}</p><table><tr><td>Wheat</td><td>1</td></tr></table></div></div>`;
    const item = itemAt(read(html(page)));
    expect(item).toMatchObject({ headline: 'The inner headline', text: `${COPY}\nWheat\n1`, refusal: null });
    expect(item.bodyHtml).toContain('<table><tbody><tr><td>Wheat</td><td>1</td></tr></tbody></table>');
    expect(item.versionCreated).toBe('2026-10-05T04:30:00.000Z');
  });

  test('a newsletter with a hidden line is kept for a person', () => {
    expect(itemAt(read(html(`<div style="display:none">Preview</div><p>${COPY}</p>`))).refusal).toMatchObject(
      { code: 'hidden-by-style' },
    );
  });

  test('pictures with a web address are media', () => {
    const page = `<p>${COPY}</p><img src="https://o.example/mill.jpg" width="600"><img src="https://t.example/open.gif" width="1" height="1">`;
    expect(itemAt(read(html(page))).media.map(({ url }) => url)).toEqual(['https://o.example/mill.jpg']);
  });
});

describe('what is not the story is left out, and named', () => {
  const FOOTER = '________\nostwire mailing list\nUnsubscribe: https://lists.example/u';

  test.each([
    [
      'a signature',
      `${COPY}\n\n-- \nJane Invented\nOstwire, Port Elm`,
      'mail-signature-left-out',
      'Jane Invented',
    ],
    ['a list footer', `${COPY}\n\n${FOOTER}`, 'mail-footer-left-out', 'Unsubscribe'],
    ['a line above', `View this email in your browser\n\n${COPY}`, 'mail-footer-left-out', 'browser'],
  ])('%s', (_what, text, code, words) => {
    for (const input of [plain(text), html(text.replace(/.+/g, '<div>$&</div>'))]) {
      const item = itemAt(read(input));
      expect(item.text).toBe(COPY);
      expect(item.warnings).toContainEqual({ code, message: expect.stringContaining(words) });
    }
  });

  test.each([
    ['a sign-off behind a separator', `${COPY}\n\n--\n(Reporting by Ann Invented)`],
    ['a story about unsubscribing', `${COPY}\n\nUnsubscribe rates rose, the office said.`],
    ['a long text behind a separator', `${COPY}\n\n-- \n${`${COPY}\n\n`.repeat(12)}`],
  ])('%s stays', (_what, text) => {
    const words = (value: string) => value.replace(/\s+/g, ' ').trim();
    expect(words(itemAt(read(plain(text))).text)).toBe(words(text));
  });

  test('a headline that stands above the copy too stands once', () => {
    const headline = 'Invented mill burns in Vellaria';
    expect(itemAt(read(plain(`${headline}\n\n${COPY}`))).text).toBe(COPY);
    expect(itemAt(read(html(`<h1>${headline}</h1><p>${COPY}</p>`)))).toMatchObject({
      bodyHtml: `<p>${COPY}</p>`,
    });
  });

  test('a signed text is read without its armour', () => {
    const signed = `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n- --OSTWIRE said\n\n${COPY}\n-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n`;
    expect(itemAt(read(plain(signed))).text).toBe(`--OSTWIRE said\n${COPY}`);
  });
});

describe('a forwarded story', () => {
  test('inside the text: its own headline, time and words', () => {
    const item = itemAt(read(fixture('forwarded-inline-gmail.eml'), { timezone: 'UTC' }));
    expect(item).toMatchObject({
      headline: 'Invented ferry returns to Port Elm',
      versionCreated: '2026-10-06T09:30:00.000Z',
    });
    expect(item.text).not.toContain('Ann');
    expect(item.warnings).toContainEqual({
      code: 'cover-text-left-out',
      message: expect.stringContaining('Can we run this? Thanks, Ann'),
    });
  });

  test('attached as a mail: the inner story is the item', () => {
    const inner = plain(COPY).toString('latin1').replaceAll('\r\n', '\n');
    const outer = mixed(
      'Content-Type: text/plain\n\nWhat do you think of this?',
      `Content-Type: message/rfc822\n\n${inner}`,
    );
    const { items, failures } = read(outer);
    expect(failures).toEqual([]);
    expect(items).toMatchObject([{ headline: 'Invented mill burns in Vellaria', text: COPY }]);
    expect(codes(items[0]?.warnings ?? [])).toContain('cover-text-left-out');
    expect(items[0]?.guid).toBe(itemAt(read(plain(COPY))).guid);
  });

  test('quoted by the mail program', () => {
    const quoted = `FYI\n\nBegin forwarded message:\n\n> From: Ostwire\n> Subject: A quoted headline\n> Date: 5 October 2026 09:00:00 GMT\n> \n> ${COPY}`;
    expect(itemAt(read(plain(quoted)))).toMatchObject({ headline: 'A quoted headline', text: COPY });
  });
});

describe('attachments', () => {
  const reading = read(fixture('cover-with-attached-wires.eml'));

  test('each gives its own items, and a broken one costs no neighbour', () => {
    expect(reading.items.map(({ format, headline, text }) => [format, headline, text])).toEqual([
      ['rss', 'Feed story', 'A story out of a feed that is attached.'],
      ['text', 'A text that is attached', 'PORT ELM - The price is 5 €, an invented trader said.'],
    ]);
    expect(reading.failures).toMatchObject([
      { code: 'json-not-well-formed', index: 2, message: expect.stringContaining('broken.json: ') },
    ]);
  });

  test('a text that cannot be read costs nothing of what is attached', () => {
    const { items, failures } = read(
      mixed(
        'Content-Type: text/plain; charset=x-nowhere\n\nCaf\xe9',
        `Content-Type: text/plain; name=a.txt\n\n${COPY}`,
      ),
    );
    expect(items).toMatchObject([{ text: COPY }]);
    expect(failures).toMatchObject([{ code: 'charset-unsupported', index: 0 }]);
  });

  test('a text that only accompanies them is no item, and is named with them', () => {
    expect(reading.items[0]?.warnings).toContainEqual({
      code: 'cover-text-left-out',
      message: expect.stringContaining("Please find today's two feeds attached."),
    });
  });

  test('a story with a picture and a document stays a story, and says what was left out', () => {
    const item = itemAt(
      read(
        mixed(
          `Content-Type: text/plain\n\n${COPY}`,
          'Content-Type: image/jpeg; name=mill.jpg\nContent-Transfer-Encoding: base64\n\n/9j/',
          'Content-Type: application/octet-stream; name=mill.docx\nContent-Transfer-Encoding: base64\n\nUEsDBBQA',
        ),
      ),
    );
    expect(item.text).toBe(COPY);
    expect(item.warnings.map(({ message }) => message)).toEqual([
      'mill.jpg (image/jpeg) was left out',
      'mill.docx (application/octet-stream) was left out',
    ]);
  });

  test('a story that is attached once more as a file is one story', () => {
    const long = `${COPY}\n\n${COPY.replace('mill', 'barn')}\n\n${COPY.replace('mill', 'shed')}`;
    const { items } = read(
      mixed(`Content-Type: text/plain\n\n${long}`, `Content-Type: text/plain; name=a.txt\n\n${long}`),
    );
    expect(items).toMatchObject([{ format: 'text' }]);
  });

  test('an embargo over the attached holds for the attached', () => {
    const input = mixed(
      'Content-Type: text/plain\n\nEMBARGOED until Tuesday',
      `Content-Type: text/plain; name=a.txt\n\n${COPY}`,
    );
    expect(itemAt(read(input)).signals).toContain('embargo');
  });

  test('nothing but a document is no story', () => {
    const input = mixed(
      'Content-Type: application/pdf; name=story.pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0=',
    );
    expect(read(input)).toMatchObject({
      items: [],
      failures: [{ code: 'email-no-story', message: expect.stringContaining('story.pdf') }],
    });
  });

  test('a list footer that comes as a part of its own is no story', () => {
    const input = mixed(
      `Content-Type: text/plain\n\n${COPY}`,
      'Content-Type: text/plain\nContent-Disposition: inline\n\n____\nostwire mailing list\nUnsubscribe: https://l.example/\n',
    );
    expect(itemAt(read(input)).text).toBe(COPY);
  });
});

describe('mail that is not in order', () => {
  test.each([
    ['the boundary stated is not the one used', mail('Content-Type: multipart/mixed; boundary=other\n', parts('b', `Content-Type: text/plain\n\n${COPY}`)), 'boundary-missing'],
    ['no boundary is stated', mail('Content-Type: multipart/mixed\n', parts('b', `Content-Type: text/plain\n\n${COPY}`)), 'boundary-missing'],
    ['two containers share a boundary', mail('Content-Type: multipart/mixed; boundary=b\n', parts('b', 'Content-Type: multipart/alternative; boundary=b\n', `Content-Type: text/plain\n\n${COPY}`, `Content-Type: text/html\n\n<p>${COPY}</p>`)), 'boundary-repeated'],
  ])('%s: read, with a warning', (_what, input, code) => {
    const reading = read(input);
    expect(reading.items.map(({ text }) => text)).toEqual([COPY]);
    expect(codes(itemAt(reading).warnings)).toContain(code);
  }); // biome-ignore format: a table

  test.each([
    [
      'the last boundary is missing',
      mail('Content-Type: multipart/mixed; boundary=b\n', `--b\nContent-Type: text/plain\n\n${COPY}`),
    ],
    [
      'base64 is cut off',
      mail(
        'Content-Type: text/plain\nContent-Transfer-Encoding: base64\n',
        `${Buffer.from(COPY).toString('base64').replace(/=+$/, '').slice(0, 57)}`,
      ),
    ],
    [
      'quoted-printable is broken',
      mail('Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n', `${COPY} 5 =x`),
    ],
  ])('%s: kept for a person, never published', (_what, input) => {
    expect(itemAt(read(input)).refusal).toMatchObject({ code: 'email-cut-off' });
  });

  test.each([
    ['encrypted (PGP/MIME)', mail('Content-Type: multipart/encrypted; boundary=b\n', parts('b', 'Content-Type: application/pgp-encrypted\n\nVersion: 1')), 'email-encrypted'],
    ['encrypted (S/MIME)', mail('Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n', 'MIAG'), 'email-encrypted'],
    ['encrypted inside', plain('-----BEGIN PGP MESSAGE-----\n\nabc\n-----END PGP MESSAGE-----'), 'email-encrypted'],
    ['a bounce', mail('Content-Type: multipart/report; boundary=b\n', parts('b', `Content-Type: text/plain\n\n${COPY}`)), 'email-not-a-story'],
    ['an absence note', plain(COPY, 'Auto-Submitted: auto-replied\n'), 'email-not-a-story'],
    ['in an unknown transfer encoding', plain(COPY, 'Content-Transfer-Encoding: x-uuencode\n'), 'transfer-encoding-unknown'],
    ['in an unknown charset', mail('Content-Type: text/plain; charset=x-nowhere\n', 'Caf\xe9'), 'charset-unsupported'],
    ['not in the charset stated', mail('Content-Type: text/plain; charset=euc-kr\n', 'Caf\xff\xff'), 'charset-undecodable'],
    ['empty', plain(' \n', '').subarray(0), null],
  ])('%s', (_what, input, code) => {
    const { items, failures } = read(input);
    if (code === null) expect(items).toMatchObject([{ kind: 'alert', text: '' }]);
    else expect({ items, codes: codes(failures) }).toEqual({ items: [], codes: [code] });
  }); // biome-ignore format: a table

  test('a container without parts is no headline to publish', () => {
    expect(read(mail('Content-Type: multipart/mixed; boundary=b\n', 'nothing')).failures).toMatchObject([
      { code: 'email-no-story' },
    ]);
  });

  test('a text longer than the limit is a failure', () => {
    const limits = { ...DEFAULT_LIMITS, itemText: 100 };
    expect(read(plain(COPY), { limits }).failures).toMatchObject([{ code: 'item-too-long', index: 0 }]);
    expect(read(plain(COPY.repeat(50)), { limits }).failures).toMatchObject([{ code: 'item-too-long' }]);
  });

  test('a signed mail is read', () => {
    const input = mail(
      'Content-Type: multipart/signed; boundary=b; protocol="application/pgp-signature"\n',
      parts('b', `Content-Type: text/plain\n\n${COPY}`, 'Content-Type: application/pgp-signature\n\nabc'),
    );
    expect(itemAt(read(input)).text).toBe(COPY);
  });

  test('charsets: by label, else UTF-8, else windows-1252; code pages of mail programs too', () => {
    const texts = [
      mail('Content-Type: text/plain; charset=windows-1251\n', '\xcf\xf0\xe8\xe2\xe5\xf2'),
      mail('Content-Type: text/plain; charset="us-ascii"\n', 'Caf\xe9'),
      mail('Content-Type: text/plain\n', 'Caf\xc3\xa9'),
      mail('', 'Caf\xe9 \x96 x'),
      mail('Content-Type: text/plain; charset=cp850\n', 'Caf\x82'),
      mail(
        'Content-Type: text/plain; charset=utf-16le\nContent-Transfer-Encoding: base64\n',
        Buffer.from('Café', 'utf16le').toString('base64'),
      ),
      mail('Content-Type: text/html\n', '<meta charset=koi8-r><p>\xf0\xd2\xc9\xd7\xc5\xd4</p>'),
    ].map((input) => itemAt(read(input)).text);
    expect(texts).toEqual(['Привет', 'Café', 'Café', 'Café – x', 'Café', 'Café', 'Привет']);
  });

  test('line feeds alone, a mark of mbox, and several mails of one mbox', () => {
    const one = `From desk@ostwire.example Mon Oct  5 09:00:00 2026\n${HEAD}\n${COPY}\n\n>From the mill smoke rose.\n`;
    const other = one.replace('mill burns', 'barn burns').replace('A mill', 'A barn');
    const { items } = read(`${one}\n${other}`);
    expect(items.map(({ headline }) => headline)).toEqual([
      'Invented mill burns in Vellaria',
      'Invented barn burns in Vellaria',
    ]);
    expect(items[0]?.text).toBe(`${COPY}\nFrom the mill smoke rose.`);
  });

  test('mails inside mails and parts inside parts end at a depth', () => {
    let nested = `Content-Type: text/plain\n\n${COPY}`;
    for (let level = 0; level < 40; level += 1)
      nested = `Content-Type: multipart/mixed; boundary=b${level}\n\n${parts(`b${level}`, nested)}`;
    expect(read(`${HEAD}${nested}`).failures).toMatchObject([{ code: 'too-deep' }]);
    let inner = `${HEAD}\n${COPY}`;
    for (let level = 0; level < 20; level += 1) inner = `${HEAD}Content-Type: message/rfc822\n\n${inner}`;
    expect(read(inner).failures).toMatchObject([{ code: 'too-deep' }]);
  });
});
