// Invented copy in each wire format, of the size that agencies send: what the parse benchmark reads.

import { type Copy, copyFrom, rss, type Story, story } from './copy.ts';

export interface WireCopy {
  readonly name: string;
  /** Documents in the format, all different. */
  readonly documents: readonly Buffer[];
  /** Stories in each document. */
  readonly stories: number;
  readonly kind: 'xml' | 'json' | 'lines';
  /** Items a second that the product aims at; `null` where none is set. */
  readonly goal: number | null;
}

const AT = Date.UTC(2026, 2, 3, 12, 0, 0);
const DOCUMENTS = 64;
const FEED_ITEMS = 500;

export function wireCopy(): WireCopy[] {
  const copy = copyFrom(3);
  const each = (bytes: number, write: (told: Story, copy: Copy) => string): Buffer[] =>
    Array.from({ length: DOCUMENTS }, (_, n) =>
      Buffer.from(write(story(copy, `hpn-${n}`, bytes, AT + n * 60_000), copy)),
    );
  const feed = Array.from({ length: FEED_ITEMS }, (_, n) =>
    story(copy, `hpn-feed-${n}`, 2_000, AT + n * 60_000),
  );
  return [
    { name: 'NewsML-G2', documents: each(9_000, newsmlG2), stories: 1, kind: 'xml', goal: 3_000 },
    { name: 'NITF', documents: each(9_000, nitfDocument), stories: 1, kind: 'xml', goal: 3_000 },
    { name: 'NewsML 1.2', documents: each(3_000, newsml1), stories: 1, kind: 'xml', goal: 6_000 },
    { name: 'ninjs', documents: each(3_000, ninjs), stories: 1, kind: 'json', goal: 20_000 },
    { name: 'IPTC 7901', documents: each(2_000, iptc7901), stories: 1, kind: 'lines', goal: 20_000 },
    { name: 'ANPA 1312', documents: each(2_000, anpa1312), stories: 1, kind: 'lines', goal: 20_000 },
    { name: 'e-mail', documents: each(3_000, email), stories: 1, kind: 'lines', goal: null },
    {
      name: `RSS of ${FEED_ITEMS} items`,
      documents: [Buffer.from(rss(feed))],
      stories: FEED_ITEMS,
      kind: 'xml',
      goal: 15_000,
    },
  ];
}

const iso = ({ created }: Story): string => new Date(created).toISOString().replace('.000Z', '+00:00');
const basic = (told: Story): string =>
  `${new Date(told.created).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}+0000`;
const dateline = 'HARROW POINT, March 3 (HPN)';
const htmlOf = ({ paragraphs }: Story): string => paragraphs.map((text) => `<p>${text}</p>`).join('\n      ');

/** Names and codes of the amount that agencies send with each story. */
const subjects = (copy: Copy, count: number, write: (code: string, name: string) => string): string =>
  Array.from({ length: count }, (_, n) => write(String(20_000_000 + n * 37), copy.word(n * 11))).join('\n');

const newsmlG2 = (told: Story, copy: Copy): string => `<?xml version="1.0" encoding="UTF-8"?>
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/">
  <header><sent>${iso(told)}</sent><sender>wire.example</sender></header>
  <itemSet>
    <newsItem guid="urn:newsml:wire.example:20260303:${told.guid}" version="2" standard="NewsML-G2" standardversion="2.35" conformance="power" xml:lang="en">
      <catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_40.xml"/>
      <rightsInfo><copyrightHolder literal="HPN"><name>Harrow Point News</name></copyrightHolder><usageTerms>For subscribers.</usageTerms></rightsInfo>
      <itemMeta>
        <itemClass qcode="ninat:text"/><provider literal="HPN"/>
        <versionCreated>${iso(told)}</versionCreated><firstCreated>${iso(told)}</firstCreated>
        <pubStatus qcode="stat:usable"/><service qcode="svc:world"><name>World</name></service>
        <edNote>Picture to follow.</edNote><signal qcode="sig:update"/>
      </itemMeta>
      <contentMeta>
        <urgency>4</urgency><contentCreated>${iso(told)}</contentCreated>
        <located qcode="geo:1"><name>Harrow Point</name></located>
        <creator literal="mo"><name>Mira Ostrand</name></creator><by>By Mira Ostrand</by>
        <creditline>HPN</creditline><slugline>harbour-news</slugline><dateline>${dateline}</dateline>
        <headline>${told.headline}</headline><language tag="en"/>
${subjects(copy, 30, (code, name) => `        <subject type="cpnat:abstract" qcode="medtop:${code}" confidence="80" relevance="60"><name xml:lang="en">${name}</name><broader qcode="medtop:01000000"/></subject>`)}
      </contentMeta>
      <contentSet>
        <inlineXML contenttype="application/xhtml+xml" rendition="rnd:full">
    <html xmlns="http://www.w3.org/1999/xhtml"><head><title>${told.headline}</title></head><body>
      <p>${dateline} - The harbour is open.</p>
      ${htmlOf(told)}
    </body></html>
        </inlineXML>
      </contentSet>
    </newsItem>
  </itemSet>
</newsMessage>
`;

const nitf = (
  told: Story,
  copy: Copy,
): string => `<nitf version="-//IPTC//DTD NITF 3.6//EN" change.date="October 10, 2012" change.time="19:30">
  <head>
    <title>${told.headline}</title>
    <docdata management-status="usable">
      <doc-id id-string="${told.guid}" regsrc="HPN"/><urgency ed-urg="4"/>
      <date.issue norm="${basic(told)}"/><date.release norm="${basic(told)}"/>
      <du-key version="2" key="harbour-news"/><doc.copyright holder="HPN" year="2026"/>
      <key-list>${subjects(copy, 8, (_code, name) => `<keyword key="${name}"/>`)}</key-list>
      <identified-content>${subjects(copy, 8, (code, name) => `<classifier type="subject" value="${name}" idsrc="HPN" id="${code}"/>`)}</identified-content>
    </docdata>
  </head>
  <body>
    <body.head>
      <hedline><hl1>${told.headline}</hl1></hedline>
      <byline>By <person>Mira Ostrand</person></byline><distributor>HPN</distributor>
      <dateline><location>HARROW POINT</location>, <story.date norm="20260303">March 3</story.date></dateline>
    </body.head>
    <body.content><block>
      ${htmlOf(told)}
    </block></body.content>
    <body.end><tagline>HPN mo/pt</tagline></body.end>
  </body>
</nitf>`;

const nitfDocument = (told: Story, copy: Copy): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${nitf(told, copy)}\n`;

const newsml1 = (told: Story, copy: Copy): string => `<?xml version="1.0" encoding="UTF-8"?>
<NewsML Version="1.2">
  <NewsEnvelope><DateAndTime>${basic(told)}</DateAndTime><NewsService FormalName="World"/><Priority FormalName="4"/></NewsEnvelope>
  <NewsItem>
    <Identification><NewsIdentifier><ProviderId>wire.example</ProviderId><DateId>20260303</DateId><NewsItemId>${told.guid}</NewsItemId><RevisionId PreviousRevision="0" Update="N">1</RevisionId><PublicIdentifier>urn:newsml:wire.example:20260303:${told.guid}:1</PublicIdentifier></NewsIdentifier></Identification>
    <NewsManagement><NewsItemType FormalName="News"/><FirstCreated>${basic(told)}</FirstCreated><ThisRevisionCreated>${basic(told)}</ThisRevisionCreated><Status FormalName="Usable"/><Urgency FormalName="4"/></NewsManagement>
    <NewsComponent Essential="no" EquivalentsList="no">
      <Role FormalName="Main"/>
      <NewsLines><HeadLine>${told.headline}</HeadLine><ByLine>By Mira Ostrand</ByLine><DateLine>${dateline}</DateLine><CreditLine>HPN</CreditLine><SlugLine>harbour-news</SlugLine></NewsLines>
      <AdministrativeMetadata><Provider><Party FormalName="HPN"/></Provider></AdministrativeMetadata>
      <DescriptiveMetadata><Language FormalName="en"/>${subjects(copy, 6, (code) => `<SubjectCode><Subject FormalName="${code}"/></SubjectCode>`)}</DescriptiveMetadata>
      <ContentItem>
        <MediaType FormalName="Text"/><Format FormalName="NITF3.2"/>
        <DataContent>${nitf(told, copy)}</DataContent>
      </ContentItem>
    </NewsComponent>
  </NewsItem>
</NewsML>
`;

const ninjs = (told: Story, copy: Copy): string =>
  JSON.stringify({
    standard: {
      name: 'ninjs',
      version: '2.1',
      schema: 'https://www.iptc.org/std/ninjs/ninjs-schema_2.1.json',
    },
    uri: `urn:newsml:wire.example:20260303:${told.guid}`,
    type: 'text',
    version: '2',
    versioncreated: iso(told),
    firstcreated: iso(told),
    pubstatus: 'usable',
    urgency: 4,
    language: 'en',
    headlines: [{ role: 'main', value: told.headline }],
    slugline: 'harbour-news',
    by: 'By Mira Ostrand',
    located: 'Harrow Point',
    usageterms: 'For subscribers.',
    copyrightholder: 'Harrow Point News',
    subjects: Array.from({ length: 12 }, (_, n) => ({
      name: copy.word(n * 11),
      uri: `http://cv.iptc.org/newscodes/mediatopic/${n}`,
      rel: 'about',
    })),
    bodies: [{ role: 'main', contenttype: 'application/xhtml+xml', value: htmlOf(told) }],
  });

const WIDTH = 69;

/** Lines as a teleprinter writes them. */
function wrapped(text: string, indent: string): string {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(' ')) {
    if (line.length + word.length > WIDTH) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()].join('\r\n');
}

const wordsOf = (told: Story): number => told.paragraphs.join(' ').split(' ').length;

const iptc7901 = (told: Story): string =>
  `\x01hpn${told.guid.slice(4).padStart(4, '0')} 4 pl ${wordsOf(told)} HPN 0123\r\n\r\nHarbour/\r\n\x02${wrapped(told.headline, '')} =\r\n\r\n` +
  `Harrow Point (hpn) - ${told.paragraphs.map((text) => wrapped(text, '')).join('\r\n\r\n')}\r\n\r\nhpn mo pt\r\n\x03031200 Mar 26\r\n\x7f\r\n\x7f\x04`;

const anpa1312 = (told: Story): string =>
  `\x16\x16\x01a${told.guid.slice(4).padStart(4, '0')} r i bc-HarbourNews 03-03 ${String(wordsOf(told)).padStart(4, '0')}\r\n\x02^BC-Harbour News<\r\n^${told.headline}<\r\n^By MIRA OSTRAND<\r\n^Harrow Point News<\r\n` +
  `\tHARROW POINT (HPN) - ${told.paragraphs.map((text) => wrapped(text, '')).join('\r\n\t')}\r\n\x03hpn-03-03-26 1200GMT<\r\n\x04`;

const email = (told: Story): string =>
  `From: Harrow Point News <desk@wire.example>\r\nTo: <subscriber@paper.example>\r\nSubject: ${told.headline}\r\nDate: ${new Date(told.created).toUTCString()}\r\n` +
  `Message-ID: <${told.guid}@wire.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="part"\r\n\r\n` +
  `--part\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${told.paragraphs.map((text) => wrapped(text, '')).join('\r\n\r\n')}\r\n` +
  `--part\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n<html><body>${htmlOf(told)}</body></html>\r\n--part--\r\n`;
