// Invented agencies, places and stories for the public site's tests: four languages, lists, tables, quotations, a story
// without a headline, an alert, hostile titles.

import { itemId, seq, sourceId } from '../../src/model/ids.ts';
import type { ParsedItem } from '../../src/model/item.ts';
import { DEFAULT_LIMITS } from '../../src/model/parse-result.ts';
import type { Label, Post, PostVersion } from '../../src/model/post.ts';
import type { Site } from '../../src/model/site.ts';
import type { Source } from '../../src/model/source.ts';
import { buildFragment } from '../../src/text/fragment.ts';

export const SITE: Site = {
  title: 'The Meridian Ledger',
  url: 'https://ledger.example',
  description: 'News agencies, word for word',
  language: 'en',
  timezone: 'Asia/Kolkata',
  sections: [
    { slug: 'world', name: 'World', subjects: [] },
    { slug: 'business', name: 'Business', subjects: [] },
    { slug: 'science', name: 'Science', subjects: [] },
    { slug: 'sport', name: 'Sport', subjects: [] },
  ],
  publisher: 'Meridian Ledger Society',
  contact: 'desk@ledger.example',
};

const SOURCE: Source = {
  id: sourceId('northwind'),
  name: 'Northwind Press Agency',
  provider: 'northwind.example',
  transport: { type: 'push', token: null, secret: null, maxBytes: 1_000_000 },
  format: 'auto',
  timezone: 'UTC',
  charset: null,
  emptyEmbargo: 'hold',
  conventions: [],
  language: 'en',
  publish: 'auto',
  section: 'world',
  credit: 'Northwind Press',
  rights: null,
  robots: 'index',
  canonical: 'self',
  minimumText: 0,
  firstRun: 10,
  hotlinkImages: false,
  limits: DEFAULT_LIMITS,
};

export const SOURCES: readonly Source[] = [
  SOURCE,
  {
    ...SOURCE,
    id: sourceId('saffron'),
    name: 'Saffron News Service',
    provider: 'saffron.example',
    credit: 'Saffron News',
    canonical: 'source',
  },
  {
    ...SOURCE,
    id: sourceId('quietwire'),
    name: 'Quiet Wire',
    provider: 'quietwire.example',
    credit: 'Quiet Wire',
    robots: 'noindex',
    hotlinkImages: true,
  },
];

type Copy = Partial<Omit<ParsedItem, 'bodyHtml' | 'text' | 'textSha256' | 'refusal'>> & {
  readonly sent: string;
};

interface Setting {
  readonly id: number;
  readonly source?: string;
  readonly section?: string;
  readonly slug: string;
  /** Minutes before the newest story. */
  readonly ago: number;
  readonly versions?: number;
  readonly updatedAgo?: number;
  readonly label?: Label;
}

/** The moment that the tests' clock stands at. */
export const NOW = Date.parse('2026-11-22T12:00:00.000Z');

const at = (minutesAgo: number): string => new Date(NOW - minutesAgo * 60_000).toISOString();

export function parsedItem({ sent, ...copy }: Copy): ParsedItem {
  const fragment = buildFragment(sent, { baseUrl: 'https://northwind.example/' });
  return {
    format: 'rss',
    provider: 'northwind.example',
    guid: 'urn:northwind:0',
    version: null,
    versionCreated: null,
    firstCreated: null,
    status: 'usable',
    kind: 'story',
    signals: [],
    headline: null,
    slugline: null,
    byline: null,
    dateline: null,
    credit: null,
    urgency: null,
    language: 'en',
    direction: null,
    subjects: [],
    keywords: [],
    places: [],
    embargoedUntil: null,
    expires: null,
    edNote: 'NOT FOR PUBLICATION: call the night desk',
    rights: { copyright: null, usageTerms: null, licence: null },
    related: [],
    media: [],
    summary: null,
    link: null,
    signOff: null,
    disclaimer: null,
    warnings: [],
    ...copy,
    bodyHtml: fragment.html,
    text: fragment.text,
    textSha256: fragment.textSha256,
    refusal: fragment.refusal,
  };
}

export function post(setting: Setting, copy: Copy): Post {
  const id = setting.id.toString(16).padStart(16, '0');
  const section = setting.section ?? 'world';
  const parsed = parsedItem({
    guid: `urn:northwind:${setting.id}`,
    firstCreated: at(setting.ago + 9),
    versionCreated: at((setting.updatedAgo ?? setting.ago) + 9),
    ...copy,
  });
  return {
    item: itemId(id),
    source: sourceId(setting.source ?? 'northwind'),
    path: `/${section}/${setting.slug}-${id}`,
    section,
    title: parsed.headline ?? `${parsed.text.split(' ').slice(0, 12).join(' ')} …`,
    headlineSent: parsed.headline !== null,
    summary: parsed.summary,
    language: parsed.language,
    direction: parsed.direction,
    urgency: parsed.urgency,
    kind: parsed.kind,
    publishedAt: at(setting.ago),
    updatedAt: at(setting.updatedAgo ?? setting.ago),
    versions: setting.versions ?? 1,
    label: setting.label ?? { read: false },
    parsed,
    version: seq(1000 + setting.id),
    receivedAt: at((setting.updatedAgo ?? setting.ago) + 0.05),
    arrivalSha256: parsed.textSha256,
  };
}

const BRIDGE = `<p>PORT ALDER, Nov 22 (Northwind) - The harbour bridge at Port Alder opened to traffic again on Sunday, eleven weeks after a barge struck its central pier, the city’s works department said.</p>
<p>“We have tested every bearing twice,” said Ilse Maron, the department’s chief engineer. “The first tram crosses at noon.”</p>
<p>Repairs cost 41 million crowns, a third less than the estimate published in September.</p>
<h2>What changes for drivers</h2>
<ul><li>Two lanes each way until the end of November;</li><li>all four lanes from 1 December;</li><li>a limit of 40 km/h while sensors are fitted.</li></ul>
<blockquote><p>“A bridge is a promise that the other side is still there.”</p></blockquote>
<p>Ferries that were put on in September will run until <a href="https://northwind.example/ferries">the end of the month</a>.</p>
<p>(Reporting by Tomas Okonjo; editing by Lena Fairweather)</p>`;

export const BRIDGE_POST = post(
  { id: 1, slug: 'harbour-bridge-reopens', ago: 14, versions: 3, updatedAgo: 6 },
  {
    sent: BRIDGE,
    headline: 'Harbour bridge reopens eleven weeks after barge accident',
    summary: 'Trams cross again at noon; all four lanes follow on 1 December.',
    byline: 'Tomas Okonjo',
    dateline: {
      text: 'PORT ALDER, Nov 22 (Northwind)',
      place: 'Port Alder',
      date: '2026-11-22',
      credit: 'Northwind',
    },
    version: '3',
    urgency: 4,
    subjects: [{ scheme: 'medtop', code: '20000763', name: 'transport' }],
    keywords: ['Port Alder', 'bridges'],
    link: 'https://northwind.example/stories/bridge',
    rights: {
      copyright: '© 2026 Northwind Press Agency',
      usageTerms: 'For subscribers of the general service.',
      licence: null,
    },
    media: [
      {
        url: 'https://pictures.northwind.example/bridge.jpg',
        type: 'image/jpeg',
        length: 48_000,
        width: 1200,
        height: 800,
        caption: 'The first tram on the harbour bridge at Port Alder, 22 November 2026.',
        credit: 'A. Lindqvist / Northwind',
      },
    ],
  },
);

export const QUAKE_POST = post(
  { id: 2, slug: 'quake', ago: 2 },
  {
    sent: '<p>KESTREL ISLANDS (Northwind) - A strong earthquake was felt across the Kestrel Islands at 11:51 local time. No damage has been reported so far.</p><p>More follows.</p>',
    headline: 'Strong earthquake felt across Kestrel Islands; no damage reported so far',
    urgency: 1,
  },
);

export const ALERT_POST = post(
  { id: 3, slug: 'rate-alert', ago: 4, section: 'business' },
  { sent: '', kind: 'alert', headline: 'CENTRAL BANK OF VALMERA HOLDS KEY RATE AT 4.25 PCT', urgency: 2 },
);

export const TABLE_POST = post(
  { id: 4, slug: 'valmera-rate', ago: 31, section: 'business', label: { read: true, at: at(20) } },
  {
    sent: '<p>VALMERA CITY, Nov 22 (Northwind) - The central bank left its key rate at 4.25 percent on Sunday and said that price growth would slow by spring.</p><table><caption>Key rate, percent</caption><thead><tr><th>Meeting</th><th>Rate</th><th>Change</th></tr></thead><tbody><tr><td>November</td><td>4.25</td><td>0</td></tr><tr><td>October</td><td>4.25</td><td>-0.25</td></tr><tr><td>September</td><td>4.50</td><td>0</td></tr></tbody></table><p>Seven of nine members voted for it.</p>',
    headline: 'Valmera holds key rate, sees slower price growth by spring',
    summary: 'Seven of nine members of the board voted to wait.',
    urgency: 3,
  },
);

export const HINDI_POST = post(
  { id: 5, slug: 'monsoon', ago: 47, source: 'saffron' },
  {
    sent: '<p>नीलगढ़, 22 नवंबर (सैफ़्रन) – नीलगढ़ ज़िले में रविवार को नई जल योजना का पहला चरण शुरू हुआ। अधिकारियों के अनुसार इससे 140 गाँवों को पीने का पानी मिलेगा।</p><p>“हमने हर गाँव में दो-दो स्रोत रखे हैं ताकि एक रुके तो दूसरा चले,” परियोजना की प्रमुख अनुराधा सेनवाल ने कहा।</p><blockquote><p>पानी सबका है, और हिसाब भी सबके सामने रहेगा।</p></blockquote><p>दूसरा चरण मार्च में शुरू होगा।</p>',
    provider: 'saffron.example',
    language: 'hi',
    headline: 'नीलगढ़ में नई जल योजना का पहला चरण शुरू, 140 गाँवों को मिलेगा पानी',
    summary: 'दूसरा चरण मार्च में; हर गाँव में दो स्रोत।',
    link: 'https://saffron.example/hi/jal-yojana',
  },
);

export const URDU_POST = post(
  { id: 6, slug: 'library', ago: 58, source: 'saffron' },
  {
    sent: '<p>گل آباد، 22 نومبر (سیفرن) – گل آباد کی پرانی لائبریری مرمت کے بعد اتوار کو دوبارہ کھول دی گئی۔ عمارت میں اب 60 ہزار کتابوں کی جگہ ہے۔</p><p>”یہ شہر کی یادداشت ہے،“ لائبریری کی نگران زرینہ مہتاب نے کہا۔ ”ہم نے ہر ورق بچایا۔“</p><ul><li>بچوں کا کمرہ روزانہ نو بجے کھلے گا</li><li>داخلہ سب کے لیے مفت ہے</li></ul><p>افتتاح پر 300 سے زائد لوگ آئے۔</p>',
    provider: 'saffron.example',
    language: 'ur',
    direction: 'rtl',
    headline: 'گل آباد کی پرانی لائبریری مرمت کے بعد دوبارہ کھل گئی',
    summary: 'عمارت میں اب 60 ہزار کتابوں کی جگہ ہے۔',
    link: 'https://saffron.example/ur/kutub-khana',
  },
);

export const ARABIC_POST = post(
  { id: 7, slug: 'observatory', ago: 90, section: 'science', source: 'saffron' },
  {
    sent: '<p>واحة السدر، 22 نوفمبر (سافرون) – افتُتح يوم الأحد مرصد جديد في واحة السدر يضم مرآة قطرها 3.6 متر، وقال القائمون عليه إن الرصد يبدأ في يناير.</p><p>وقالت مديرة المرصد ليان الحوراني: «السماء هنا صافية ثلاثمئة ليلة في السنة».</p>',
    provider: 'saffron.example',
    language: 'ar',
    headline: 'افتتاح مرصد فلكي جديد في واحة السدر بمرآة قطرها 3.6 متر',
    summary: null,
  },
);

export const UNTITLED_POST = post(
  { id: 8, slug: 'untitled', ago: 140, section: 'sport', source: 'quietwire' },
  {
    sent: '<p>The Harrow Vale rowing club won the river race for the fourth year in a row on Saturday, by half a length and in driving rain.</p><p>Second were the oarsmen of Lower Quill.</p><p><img src="https://quietwire.example/rowers.jpg" alt="Rowers in the rain"></p>',
    provider: 'quietwire.example',
    language: null,
  },
);

export const LONG_POST = post(
  { id: 9, slug: 'long', ago: 200 },
  {
    sent: `<p>SOUTH QUAY, Nov 21 (Northwind) - Delegates agreed.</p>${'<p>The second reading was taken line by line, as the standing orders of the assembly ask for, and no amendment was withdrawn before the vote.</p>'.repeat(6)}`,
    headline:
      'Delegates of nineteen coastal towns agree after eleven-hour session on shared rules for harbour dues, night landings, dredging and the long-disputed upkeep of the Sallow Sands lightships',
    summary: 'The rules take effect in three steps; four towns voted against.',
  },
);

export const HOSTILE_POST = post(
  { id: 10, slug: 'hostile', ago: 1500, section: 'science' },
  {
    sent: '<p>A body with &lt;script&gt;alert(1)&lt;/script&gt; in it, a &quot;quoted&quot; word, an ampersand &amp; an \u0001 control character.</p>',
    headline: '</script><script>alert("x")</script> \u202Egnp.exe\u0001 & \'quotes\'',
    byline: '"><img src=x onerror=alert(1)>',
    summary: ']]> <!-- & "',
    keywords: ['a & b', '<i>'],
    link: 'javascript:alert(1)',
    rights: { copyright: '© <b>', usageTerms: null, licence: null },
  },
);

export const POSTS: readonly Post[] = [
  QUAKE_POST,
  ALERT_POST,
  BRIDGE_POST,
  TABLE_POST,
  HINDI_POST,
  URDU_POST,
  ARABIC_POST,
  UNTITLED_POST,
  LONG_POST,
  HOSTILE_POST,
];

/** Three versions of the bridge, newest first. */
export const BRIDGE_VERSIONS: readonly PostVersion[] = [
  {
    version: BRIDGE_POST.version,
    parsed: BRIDGE_POST.parsed,
    receivedAt: at(6.05),
    publishedAt: at(6),
    label: BRIDGE_POST.label,
  },
  {
    version: seq(990),
    parsed: parsedItem({
      sent: BRIDGE.replace('eleven weeks', 'ten weeks')
        .replace('41 million', '44 million')
        .replace('<p>(Reporting', '<p>(Writing'),
      headline: 'Harbour bridge reopens ten weeks after barge accident',
      version: '2',
      versionCreated: at(20),
    }),
    receivedAt: at(10.05),
    publishedAt: at(10),
    label: { read: false },
  },
  {
    version: seq(980),
    parsed: parsedItem({
      sent: BRIDGE.slice(0, BRIDGE.indexOf('<h2>')),
      headline: 'Harbour bridge reopens',
      version: '1',
      versionCreated: at(23),
    }),
    receivedAt: at(14.05),
    publishedAt: at(14),
    label: { read: false },
  },
];
