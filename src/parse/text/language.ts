// The language of a text that may not say it: its own header, else the source's, unless the script shows it to be another.

import type { Warning } from '../../model/item.ts';

const SCRIPTS: Readonly<Record<string, RegExp>> = {
  Arab: /\p{Script=Arabic}/gu,
  Beng: /\p{Script=Bengali}/gu,
  Cyrl: /\p{Script=Cyrillic}/gu,
  Deva: /\p{Script=Devanagari}/gu,
  Grek: /\p{Script=Greek}/gu,
  Hebr: /\p{Script=Hebrew}/gu,
  Latn: /\p{Script=Latin}/gu,
  Taml: /\p{Script=Tamil}/gu,
  Telu: /\p{Script=Telugu}/gu,
  Thai: /\p{Script=Thai}/gu,
};
const SAMPLE = 400;

/** BCP 47, or `null`. A source's language that the text's letters contradict is not used; `warnings` then says so. */
export function languageOf(
  stated: string | null,
  ofSource: string | null,
  text: string,
  warnings: Warning[],
): string | null {
  if (stated !== null) {
    const tag = canonicalTag(stated);
    if (tag === null)
      warnings.push({
        code: 'language-not-understood',
        message: `${JSON.stringify(stated)} is no language tag`,
      });
    else return tag;
  }
  if (ofSource === null || !contradicts(ofSource, text)) return ofSource;
  const message = `the text is not written in the script of the source's language, ${ofSource}`;
  warnings.push({ code: 'language-contradicted', message });
  return null;
}

function canonicalTag(tag: string): string | null {
  try {
    return new Intl.Locale(tag.trim().replaceAll('_', '-')).toString();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function contradicts(language: string, text: string): boolean {
  const tag = canonicalTag(language);
  const script = tag === null ? undefined : new Intl.Locale(tag).maximize().script;
  const pattern = script === undefined ? undefined : SCRIPTS[script];
  if (pattern === undefined) return false;
  const sample = text.slice(0, SAMPLE);
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  return (sample.match(pattern)?.length ?? 0) * 2 < letters;
}
