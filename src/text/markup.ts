// What becomes of each element and attribute on the way from an agency's markup to the safe fragment. The reasons are in
// docs/decisions/0003-safe-fragment.md. Everything not named here is refused.

import { BLOCK_ELEMENTS, INLINE_ELEMENTS } from './wire-text.ts';

/**
 * `keep-…`: stays. `unwrap`: the tags go, what is inside stays. `div`, `ul`: becomes that element. `break`, `image`: `<br>`, `<img>`.
 * `drop`: no prose in it, left out with a warning; `drop-quietly`: the same without. `drop-if-empty`: left out when it has
 * no words inside, else refused. `refuse`: the item is held; words inside are read for the desk.
 */
export type Treatment =
  | 'keep-inline'
  | 'keep-block'
  | 'break'
  | 'image'
  | 'unwrap'
  | 'div'
  | 'ul'
  | 'drop'
  | 'drop-quietly'
  | 'drop-if-empty'
  | 'refuse';

const TREATMENTS: ReadonlyMap<string, Treatment> = new Map<string, Treatment>([
  ...[...INLINE_ELEMENTS].map((name): [string, Treatment] => [name, 'keep-inline']),
  ...[...BLOCK_ELEMENTS].map((name): [string, Treatment] => [name, 'keep-block']),
  ['br', 'break'],
  ['img', 'image'],
  ...named('unwrap', 'acronym big blink font map nobr o:p picture rb rtc tt'),
  ...named('div', 'center details hgroup nav search summary'),
  ...named('ul', 'dir menu'),
  ...named('drop', 'base embed iframe link meta noembed noframes noscript script style'),
  ...named('drop-quietly', 'area basefont bgsound col colgroup param source track'),
  ...named('drop-if-empty', 'applet audio canvas object video'),
]);

function named(treatment: Treatment, names: string): [string, Treatment][] {
  return names.split(' ').map((name) => [name, treatment]);
}

/** `name` is the lower-case local name, `''` for SVG and MathML. */
export const treatmentOf = (name: string): Treatment => TREATMENTS.get(name) ?? 'refuse';

/** Elements without content or end tag, of those that are ever written. */
export const VOID_ELEMENTS: ReadonlySet<string> = new Set(['br', 'hr', 'img', 'wbr']);

const LANGUAGE_TAG = /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/;
const DIRECTION = /^(?:ltr|rtl|auto)$/i;
const COUNT = /^[1-9]\d{0,2}$/;
const PIXELS = /^\d{1,5}$/;
const INTEGER = /^-?\d{1,6}$/;
const SCOPE = /^(?:row|col|rowgroup|colgroup)$/i;
const LIST_TYPE = /^[1aAiI]$/;
const ANYTHING = /^/;
const NOTHING = /^$/;

/** Attributes that stay, with the shape of their values; addresses (`href`, `src`, `cite`) are treated apart. */
const EVERYWHERE: Readonly<Record<string, RegExp>> = { dir: DIRECTION, lang: LANGUAGE_TAG, title: ANYTHING };
const BY_ELEMENT: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  data: { value: ANYTHING },
  img: { alt: ANYTHING, height: PIXELS, width: PIXELS },
  li: { value: INTEGER },
  ol: { reversed: NOTHING, start: INTEGER, type: LIST_TYPE },
  td: { colspan: COUNT, rowspan: COUNT },
  th: { colspan: COUNT, rowspan: COUNT, scope: SCOPE },
  time: { datetime: ANYTHING },
};
const ADDRESSES: Readonly<Record<string, string>> = { a: 'href', blockquote: 'cite', img: 'src', q: 'cite' };

/** The attribute of `element` that holds an address, if it has one. */
export const addressAttribute = (element: string): string | undefined =>
  Object.hasOwn(ADDRESSES, element) ? ADDRESSES[element] : undefined;

/** Whether an attribute that holds no address may stay. */
export function keepsAttribute(element: string, attribute: string, value: string): boolean {
  const own = Object.hasOwn(BY_ELEMENT, element) ? BY_ELEMENT[element] : undefined;
  const shape =
    own !== undefined && Object.hasOwn(own, attribute)
      ? own[attribute]
      : Object.hasOwn(EVERYWHERE, attribute)
        ? EVERYWHERE[attribute]
        : undefined;
  return shape?.test(value) ?? false;
}

const LINK_SCHEMES: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);
const IMAGE_SCHEMES: ReadonlySet<string> = new Set(['http:', 'https:']);

/** An absolute address that a reader may follow, or `null`. */
export function linkAddress(address: string, baseUrl: string | null): string | null {
  return absoluteAddress(address, baseUrl, LINK_SCHEMES);
}

/** An absolute address that a picture, sound or film may be loaded from, or `null`. */
export function mediaAddress(address: string, baseUrl: string | null): string | null {
  return absoluteAddress(address, baseUrl, IMAGE_SCHEMES);
}

/** Addresses that resolving would not change. */
const PLAIN_ADDRESS =
  /^https?:\/\/[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:\/[A-Za-z0-9_~%=&+-][A-Za-z0-9._~%=&+-]*)+\/?(?:\?[A-Za-z0-9._~%=&+-]*)?$/;

function absoluteAddress(
  address: string,
  baseUrl: string | null,
  schemes: ReadonlySet<string>,
): string | null {
  if (PLAIN_ADDRESS.test(address)) return address;
  const trimmed = address.trim();
  if (trimmed === '') return null;
  // `//host/path` has only its scheme to gain from a base.
  const url = URL.parse(trimmed, baseUrl ?? (trimmed.startsWith('//') ? 'https://host.invalid' : undefined));
  return url !== null && schemes.has(url.protocol) ? url.href : null;
}

const NEEDS_ESCAPE = /[&<>"]/;

/** Escapes `& < > "` and nothing else; good for text and for double-quoted attribute values. */
export function escapeHtml(data: string): string {
  if (!NEEDS_ESCAPE.test(data)) return data;
  return data
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
