// A story that begins with a mark that markup begins with too.

/** A name or a number in angle brackets, as agencies write companies' symbols, and no tag: no attributes. */
const ANGLE = /^<(?:([\w.-]{1,20})(?:[\w.&'(), /-]{0,60})?>|[\d ])/;
/** What feeds, pages and wire formats open with, so that a cut-off one is not taken for copy. */
const ELEMENTS = new Set(
  (
    'rss rdf channel item title link description feed entry id author content summary updated published ' +
    'newsmessage newsitem packageitem conceptitem knowledgeitem planningitem newsml newsenvelope newscomponent header itemset ' +
    'itemmeta contentmeta contentset inlinexml nitf head body docdata hedline hl1 block html script style meta base noscript ' +
    'svg p div span a b i u em strong table tbody tr td th ul ol li h1 h2 h3 h4 h5 h6 br hr img center font article section ' +
    'main nav aside footer figure opml outline urlset sitemapindex xml soap envelope error reuters lewis'
  ).split(' '),
);
const FEWEST_WORDS = 3;

/** A story may begin `<NAME>`. It has words, no end tag anywhere, and nowhere two tags in a row. */
export function isCopyInAngles(text: string, start: number): boolean {
  const found = ANGLE.exec(text.slice(start, start + 80));
  if (found === null || ELEMENTS.has((found[1] ?? '').toLowerCase())) return false;
  if (/<[/!?]|\/>|>\s{0,8}<[a-z]/.test(text)) return false;
  const words = text.slice(start + found[0].length, start + 4096).match(/[\p{L}\p{M}]{2,40}/gu) ?? [];
  return words.length >= FEWEST_WORDS;
}
