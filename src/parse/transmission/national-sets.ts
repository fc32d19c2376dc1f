// The national variants of ISO 646: seven-bit sets that put letters in twelve places of ASCII (ISO-IR registrations in brackets).

/** The places that ISO 646 leaves to each nation. */
const PLACES = '#$@[\\]^`{|}~';

interface NationalSet {
  /** What stands in the twelve places. */
  readonly characters: string;
  /** Final byte of the ISO 2022 sequence that designates it. */
  readonly final: string;
}

const SETS: Readonly<Record<string, NationalSet>> = {
  'iso646-us': { characters: PLACES, final: 'B' },
  'iso646-irv': { characters: '#¤@[\\]^`{|}‾', final: '@' },
  // [4] BS 4730
  'iso646-gb': { characters: '£$@[\\]^`{|}‾', final: 'A' },
  // [21] DIN 66003
  'iso646-de': { characters: '#$§ÄÖÜ^`äöüß', final: 'K' },
  // [69] NF Z 62-010 of 1982, [25] of 1973
  'iso646-fr': { characters: '£$à°ç§^µéùè¨', final: 'f' },
  'iso646-fr1': { characters: '£$à°ç§^`éùè¨', final: 'R' },
  // [10] SEN 850200 B, [11] C, for names; Finland uses the same
  'iso646-se': { characters: '#¤@ÄÖÅ^`äöå‾', final: 'G' },
  'iso646-se2': { characters: '#¤ÉÄÖÅÜéäöåü', final: 'H' },
  // DS 2089: not registered, the letters are those of [60]
  'iso646-dk': { characters: '#$@ÆØÅ^`æøå‾', final: '' },
  // [60], [61] NS 4551
  'iso646-no': { characters: '#$@ÆØÅ^`æøå‾', final: '`' },
  'iso646-no2': { characters: '§$@ÆØÅ^`æøå|', final: 'a' },
  // [17], [85]
  'iso646-es': { characters: '£$§¡Ñ¿^`°ñç~', final: 'Z' },
  'iso646-es2': { characters: '#$·¡ÑÇ¿`´ñç¨', final: 'h' },
  // [15]
  'iso646-it': { characters: '£$§°çé^ùàòèì', final: 'Y' },
  // [16], [84]
  'iso646-pt': { characters: '#$§ÃÇÕ^`ãçõ°', final: 'L' },
  'iso646-pt2': { characters: '#$´ÃÇÕ^`ãçõ~', final: 'g' },
  // [86]
  'iso646-hu': { characters: '#¤ÁÉÖÜ^áéöü˝', final: 'i' },
  // [121] CSA Z 243.4
  'iso646-ca': { characters: '#$àâçêîôéùèû', final: 'w' },
};

/** Puts the letters of a national set in the places of ASCII. */
export type NationalReader = (ascii: string) => string;

/** The reader of a set by its name (`iso646-de`), or `null` where there is none. */
export function nationalSet(name: string): NationalReader | null {
  const set = Object.hasOwn(SETS, name) ? SETS[name] : undefined;
  return set === undefined ? null : readerOf(set.characters);
}

/** The reader of the set that ISO 2022 designates by `final`, or `null` where it is not known. */
export function nationalSetByFinal(final: string): NationalReader | null {
  const set = Object.values(SETS).find((one) => one.final === final);
  return set === undefined ? null : readerOf(set.characters);
}

function readerOf(characters: string): NationalReader {
  if (characters === PLACES) return (ascii) => ascii;
  const byPlace = new Map([...PLACES].map((place, index) => [place, characters.charAt(index)]));
  return (ascii) => ascii.replace(/[#$@[\\\]^`{|}~]/g, (place) => byPlace.get(place) ?? place);
}
