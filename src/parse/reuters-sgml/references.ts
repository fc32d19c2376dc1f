// Character references as the collection writes them.

/** References are to the signs of markup and to characters by number; there are no others in lewis.dtd. */
export const unescapeSgml = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|lt|gt|amp|quot);/g, (reference, code: string | undefined) => {
    if (code !== undefined) return Number(code) <= 0x10ffff ? String.fromCodePoint(Number(code)) : reference;
    return SIGNS[reference] ?? reference;
  });

const SIGNS: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"' };
