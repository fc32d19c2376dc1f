// Recognises the dateline that opens an agency's copy: `ISLAMABAD, Sept 17 (IANS) -`, `LONDON (Reuters) -`, `NEW DELHI: `,
// `Islamabad, Sep 17 Pakistan …`. It stays in the text; a text without one is better served by `null` than by a guess.

import type { Dateline } from '../../model/item.ts';
import { isByline } from './byline.ts';
import { calendarDate, dateIn, decimal, type MonthDay, monthNamed, nearestDate } from './days.ts';

/** Datelines are short; what lies beyond is never looked at. */
const REACH = 160;

/**
 * The dateline at the start of a body's first paragraph, or `null`. `itemDate` is the item's own date (ISO 8601, at least
 * `YYYY-MM-DD`); a date without a year is read as the nearest such day to it, and as `null` where there is none.
 */
export function findDateline(firstParagraph: string, itemDate: string | null): Dateline | null {
  const opening = firstParagraph.slice(0, REACH).trimStart();
  for (const form of formsFor(opening)) {
    const match = form.pattern.exec(opening);
    if (match?.groups === undefined || !form.accepts(match.groups)) continue;
    const { head = '', place, credit, bare } = match.groups;
    return {
      text: head.trim(),
      place: place?.trim().replace(SENTENCE_STOP, '') || null,
      date: dateOf(match.groups, itemDate),
      credit: (credit ?? bare)?.trim() ?? null,
    };
  }
  return null;
}

/** The dateline at the start of the copy, which a byline may stand above. */
export function openingDateline(paragraphs: readonly string[], itemDate: string | null): Dateline | null {
  const [first = '', second = ''] = paragraphs;
  const found = findDateline(first, itemDate);
  return found === null && second !== '' && isByline(first) ? findDateline(second, itemDate) : found;
}

/** Each place of a dateline: `GENEVA/VIENNA`, `WASHINGTON, LONDON and PARIS`. */
export function placesOf(dateline: Dateline | null): string[] {
  const place = dateline?.place ?? null;
  if (place === null) return [];
  const parts = place.split(place.includes('/') ? /\s?\/\s?/ : CONJUNCTION);
  const [last = ''] = parts.slice(-1);
  if (parts.length === 1 || !parts.every((part) => CAPITALS.test(part) || place.includes('/')))
    return [place];
  // Frankfurt/Main and Frankfurt/Oder are one place: what stands behind the stroke is a river.
  return /^(?:M|Main|Oder|O|Neckar|Saale|Donau|Ruhr)\.?$/.test(last) ? [place] : parts;
}

/** Between places in capitals only: `Trinidad and Tobago` is one. */
const CONJUNCTION = /,? (?:and|et|und|y|e|og|och|en|i) |, (?=[^,]* (?:and|et|und|y|e|og|och|en|i) )/;
const CAPITALS = /^[\p{Lu}\p{M}'’.\- ]{2,}$/u;

/** The stop of `MOSCOW. July 3`, not that of `Ill.` or `D.C.` */
const SENTENCE_STOP = /(?<=\p{L}{4})\.$/u;

type Groups = Readonly<Record<string, string | undefined>>;

const WORD = String.raw`[\p{Lu}\p{Lo}][\p{L}\p{M}'’.\-]*`;
const PARTICLE =
  '(?:an|am|and|bei|bin|da|de|del|della|der|di|do|dos|du|e|el|es|i|ibn|la|las|le|les|los|of|sur|the|upon|y)';
const COMMA = '[,،]';
const NAME = String.raw`${WORD}(?:[ \u00a0/](?:${PARTICLE} ){0,2}${WORD}){0,6}`;
const PLACE = String.raw`(?<place>${NAME}(?:${COMMA} ${NAME}){0,2}?)(?: [\[(]${NAME}[\])])??`;
const MONTH = String.raw`[\p{L}\p{M}]{2,12}\.?`;
const DAY = String.raw`\p{Nd}{1,2}(?:st|nd|rd|th|er|º|\.)?`;
const YEAR = String.raw`(?:19|20|१९|२०|١٩|٢٠|۱۹|۲۰)\p{Nd}{2}`;
const ISO_DATE = String.raw`(?<iso>\d{4}-\d{2}-\d{2})`;
const MONTH_DAY = `(?<month>${MONTH}) (?<day>${DAY})(?:${COMMA}? (?<year>${YEAR}))?`;
const DAY_MONTH = `(?<day>${DAY}) (?:de )?(?<month>${MONTH})(?:${COMMA}? (?:de )?(?<year>${YEAR}))?`;
const DATE = String.raw`(?:${ISO_DATE}|${MONTH_DAY}|${DAY_MONTH})(?!\p{Nd})`;
const WEEKDAY = String.raw`(?<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\b\.?|(?:mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag|måndag|tisdag|lördag|söndag)(?!\p{L}))`;
const CREDIT = String.raw`(?:\((?<credit>[\p{L}][\p{L}\p{M}\p{N} .&/+'’-]{1,40})\)|/(?<credit>[\p{L}][\p{L}\p{N} .&+-]{1,40})/|\[(?<credit>[\p{Lu}]{2,10})\])`;
/** A colon or full stop of any script, or a dash; a dash needs space beside it, so that it splits no compound. */
const SEPARATOR = String.raw`(?:\s?[:：।۔](?=\s|$)|\s+[—–]|[—–](?=\s|$)|\s+(?:--?|_|\|)(?=\s|$)|\s+--|(?<=[\])/])\.?--?|(?<=\p{Nd})--?(?=\s)|(?<=\/)\.(?=\s|$)|\.[-–—])`;
/** Copy starts with a capital, a caseless letter, a digit or a quotation mark; a sentence that goes on does not. */
const COPY = String.raw`[\p{Lu}\p{Lo}\p{Nd}"“”‘'«(]`;

/** Agencies that write their name without brackets: `TOKYO, Sept. 17, Kyodo - `, `Москва. 17 сентября. ИНТЕРФАКС - `. */
const BARE_AGENCY = '(?:Kyodo|KYODO|Interfax|INTERFAX|TASS|RIA Novosti|Xinhua|Jiji)';

const WITH_SEPARATOR = new RegExp(
  `^(?<head>${PLACE}(?:${COMMA}? ${WEEKDAY})??(?:[,.،]? ${DATE})?(?:[,.،]? ?${CREDIT}|,? (?<bare>${BARE_AGENCY}))?)${COMMA}?${SEPARATOR}`,
  'u',
);
const WITH_CREDIT = new RegExp(
  String.raw`^(?<head>${PLACE}(?:[,.،]? ${DATE})?${COMMA}? ?${CREDIT})(?:\s+${COPY}|\s*$)`,
  'u',
);
const BARE = new RegExp(String.raw`^(?<head>${PLACE}${COMMA} ${DATE})(?:[,.،]?\s+${COPY}|\s*$)`, 'u');
const CREDIT_ALONE = new RegExp(`^(?<head>${CREDIT})${SEPARATOR}`, 'u');
/** ANSA and AGI: `(ANSA) - ROMA, 17 SET - `. */
const CREDIT_FIRST = new RegExp(
  String.raw`^(?<head>${CREDIT} ?[-–—] ?${PLACE}(?:[,.]? ${DATE}))\s?(?:[-–—:.]|$)`,
  'u',
);
/** Interfax: `Москва. 17 сентября. ИНТЕРФАКС - `. */
const STOPS = new RegExp(
  String.raw`^(?<head>${PLACE}\. ${DATE}\. ?(?<credit>\p{Lu}[\p{Lu}.-]{3,24}))\s?[-–—]`,
  'u',
);
/** 新华社北京9月17日电, （中新社上海2025年9月17日电）, 中央社台北17日電. */
const CHINESE =
  /^(?<head>[（(【]?(?<credit>新华社|新華社|中新社|中新网|中央社|法新社|路透社|美联社|俄新社|塔斯社)(?<place>\p{Lo}{0,12}?)(?:(?:(?<year>\d{4})年)?(?<monthNumber>\d{1,2})月)?(?<day>\d{1,2})日(?:\s?(?:电|電|讯|訊|综合电|专电))?[）)】]?)/u;
/** 【東京共同】, 【ワシントン時事】, 【ロンドン共同＝山田】. */
const JAPANESE =
  /^(?<head>【(?<place>[^】＝=]{0,20}?)(?<credit>共同|時事|ロイター|AFP|AP)(?:通信)?(?:[＝=][^】]{1,30})?】)/u;
/** [ロンドン 17日 ロイター], ［東京　17日　ロイター］. */
const JAPANESE_REUTERS =
  /^(?<head>[[［](?<place>[^\]］\s　]{1,30})[\s　]{1,2}(?<day>\d{1,2})日?[\s　]{1,2}(?<credit>[^\]］\s　]{2,20})[\]］])/u;
/** (서울=연합뉴스). */
const KOREAN = /^(?<head>\((?<place>[^()=]{1,30})=(?<credit>[\p{L}\p{N}]{2,20})\))/u;
/** (共同), (ロイター): a credit and nothing else. */
const EAST_ASIAN_CREDIT = /^(?<head>[（(](?<credit>共同|共同通信|時事|ロイター|新华社|연합뉴스)[）)])/u;

interface Form {
  readonly pattern: RegExp;
  /** The evidence that this is a dateline, and not a sentence or a heading that looks like one. */
  accepts(groups: Groups): boolean;
}

const always = (): boolean => true;

const WITH_PLACE: readonly Form[] = [
  {
    pattern: WITH_SEPARATOR,
    accepts: (groups) =>
      couldBePlace(groups.place) &&
      (groups.credit !== undefined ||
        groups.bare !== undefined ||
        hasDate(groups) ||
        groups.weekday !== undefined ||
        isAllCapitals(groups.place)),
  },
  {
    pattern: WITH_CREDIT,
    accepts: (groups) => couldBePlace(groups.place) && (hasDate(groups) || isAgency(groups.credit)),
  },
  { pattern: BARE, accepts: (groups) => couldBePlace(groups.place) && hasDate(groups) },
  { pattern: STOPS, accepts: (groups) => couldBePlace(groups.place) && hasDate(groups) },
];

const BRACKETED: readonly Form[] = [
  { pattern: CREDIT_FIRST, accepts: (groups) => isAgency(groups.credit) && hasDate(groups) },
  { pattern: CREDIT_ALONE, accepts: (groups) => isAgency(groups.credit) },
  { pattern: KOREAN, accepts: always },
  { pattern: EAST_ASIAN_CREDIT, accepts: always },
  { pattern: CHINESE, accepts: always },
  { pattern: JAPANESE, accepts: always },
  { pattern: JAPANESE_REUTERS, accepts: always },
];

const HAN: readonly Form[] = [{ pattern: CHINESE, accepts: always }, ...WITH_PLACE];

/** The forms that a paragraph may be of, by how it begins: most copy has no dateline, and that must cost little. */
function formsFor(opening: string): readonly Form[] {
  if (/^[([{/（［【]/.test(opening)) return BRACKETED;
  const [first] = FIRST_WORD.exec(opening) ?? [];
  if (first === undefined || (isNoPlace(first) && !THE_PLACE.test(opening)) || !EVIDENCE.test(opening))
    return NONE;
  return /^\p{Script=Han}/u.test(opening) ? HAN : WITH_PLACE;
}

const NONE: readonly Form[] = [];
/** The places that datelines of the world's agencies give an article. */
const THE_PLACE =
  /^(?:The|THE) (?:Hague|HAGUE|Valley|VALLEY|Woodlands|WOODLANDS|Villages|VILLAGES)(?!\p{L})/u;
const FIRST_WORD = /^[\p{Lu}\p{Lo}][\p{L}\p{M}'’.-]*/u;
/** A mark, a bracket or a number: without any there is no dateline. */
const EVIDENCE = /[:।۔([|—–\p{Nd}/]|\s[-_]|[-_]\s/u;

/** Opening words that look like a place in capitals or before a date, and are none. Lower case. */
const NOT_A_PLACE: ReadonlySet<string> = new Set(
  (
    'advisory after alert alerts analysis at before breaking budget by cancel cancelled column correction corrected ' +
    'corrections disclaimer editor editorial editors embargo embargoed eds exclusive explainer factbox file flash for ' +
    'from graphic headline headlines hold in interview kill killed live lead media new-lead news note notice on ' +
    'opinion photo photos preview profile refile repeat review roundup since story summary test the through timeline ' +
    'top until update updated updates urgent video watch withdrawal withdrawn withhold writethru wrapup ' +
    'monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun'
  ).split(' '),
);

function couldBePlace(place: string | undefined): boolean {
  if (place === undefined) return false;
  const [first = ''] = place.split(/[ ,،\u00a0/]/);
  return (!isNoPlace(first) || THE_PLACE.test(place)) && monthNamed(first) === null && !isAgency(place);
}

const isNoPlace = (word: string): boolean => NOT_A_PLACE.has(word.toLowerCase().replace(/[.'’]s?$/, ''));

const isAllCapitals = (place: string | undefined): boolean =>
  place !== undefined && /^\p{Lu}[\p{Lu}\p{M}'’.\- ]{2,}(?:[,/]|$)/u.test(place);

/** Needed only where nothing but a credit speaks for a dateline: `NATO (North Atlantic …)` is none. */
const AGENCIES: ReadonlySet<string> = new Set(
  (
    'aa aap adnkronos afp agi anadolu ani anp ansa antara ap apa ats belga belta bernama bns bta cna cp ctk čtk dpa dpa-afx ' +
    'efe hina ians ina interfax irna itar-tass jiji jta kcna keystone-sda kna kuna kyodo lusa mena mti nina ntb pa pap petra ' +
    'pti qna reuters ria ritzau rompres saba sana sda spa stt sta tanjug tass télam tt ukrinform uni upi uz vna wafa wam ' +
    'xinhua yonhap тасс интерфакс риа رويترز واس وام آئی भाषा वार्ता'
  ).split(' '),
);

const isAgency = (credit: string | undefined): boolean =>
  credit !== undefined && AGENCIES.has(credit.trim().toLowerCase());

const hasDate = (groups: Groups): boolean => groups.iso !== undefined || monthAndDay(groups) !== null;

function monthAndDay({ month, monthNumber, day }: Groups): MonthDay | null {
  if (day === undefined || (month === undefined && monthNumber === undefined)) return null;
  const number = month === undefined ? Number(monthNumber) : monthNamed(month);
  const dayNumber = decimal(day);
  return number === null || dayNumber < 1 || dayNumber > 31 ? null : { month: number, day: dayNumber };
}

function dateOf(groups: Groups, itemDate: string | null): string | null {
  if (groups.iso !== undefined) return calendarDate(groups.iso);
  const named = monthAndDay(groups);
  if (named === null)
    return groups.day === undefined ? null : nearestDayOfMonth(decimal(groups.day), itemDate);
  return groups.year === undefined ? nearestDate(named, itemDate) : dateIn(decimal(groups.year), named);
}

/** `17日`: the month before the item's, the item's own or the one after. */
function nearestDayOfMonth(day: number, itemDate: string | null): string | null {
  if (itemDate === null) return null;
  const reference = Date.parse(itemDate.slice(0, 10));
  const month = Number(itemDate.slice(5, 7));
  const candidates = [month - 1, month, month + 1]
    .map((each) => nearestDate({ month: ((each + 11) % 12) + 1, day }, itemDate))
    .filter((date) => date !== null)
    .sort((a, b) => Math.abs(Date.parse(a) - reference) - Math.abs(Date.parse(b) - reference));
  return candidates[0] ?? null;
}
