// MIME as a tree (RFC 5322, RFC 2045, RFC 2046). Written here because a parser of Stet is a synchronous generator without side effects:
// mailparser and postal-mime are asynchronous, letterparser and emailjs-mime-parser are no longer kept up, and libmime decodes words
// but builds no tree and replaces what it cannot read in silence. What is out of order is read where that is safe, and always named.

import type { Warning } from '../../model/item.ts';
import type { ParseLimits } from '../../model/parse-result.ts';
import { NOWHERE, problem } from '../failure.ts';
import { type Headers, readHeaders, readStructured, type Structured } from './header.ts';

export interface Entity {
  readonly headers: Headers;
  /** `text/plain` and so on, in lower case. */
  readonly type: string;
  readonly parameters: Structured['parameters'];
  readonly disposition: string | null;
  readonly filename: string | null;
  /** The body as sent, one character per byte. */
  readonly raw: string;
  readonly children: readonly Entity[];
  /** The input ended before the boundary that ends this part, so that it may not be whole. */
  readonly cutOff: boolean;
  readonly warnings: readonly Warning[];
}

const DEEPEST = 16;

interface Budget {
  /** Parts that may still come. */
  parts: number;
}

/**
 * Reads one message, one character per byte.
 * @throws {StetError} `too-deep`, `too-many-parts`.
 */
export const readMessage = (raw: string, limits: ParseLimits): Entity =>
  readEntity(raw, 'text/plain', false, 0, { parts: limits.items });

function readEntity(
  raw: string,
  defaultType: string,
  cutOff: boolean,
  depth: number,
  budget: Budget,
): Entity {
  if (depth > DEEPEST) throw problem('too-deep', `parts are nested more than ${DEEPEST} deep`, NOWHERE);
  budget.parts -= 1;
  if (budget.parts < 0) throw tooManyParts();
  const { headers, end, broken } = readHeaders(raw);
  const warnings: Warning[] = [];
  if (broken) warn(warnings, 'header-broken', 'a line among the headers is none; the text begins there');
  const stated = headers.raw('content-type');
  const content = stated === null ? null : readStructured(stated);
  const type = content?.value.includes('/') ? content.value : defaultType;
  const disposition = readStructured(headers.raw('content-disposition') ?? '');
  const parameters: Structured['parameters'] = content?.parameters ?? NO_PARAMETERS;
  const entity = {
    headers,
    type,
    parameters,
    disposition: disposition.value || null,
    filename: disposition.parameters.get('filename') || parameters.get('name') || null,
    raw: raw.slice(end),
    cutOff,
    warnings,
  };
  if (!type.startsWith('multipart/')) return { ...entity, children: [] };
  return { ...entity, ...readChildren(entity.raw, entity, depth, budget) };
}

const tooManyParts = () => problem('too-many-parts', 'more parts than the limit of items', NOWHERE);

const NO_PARAMETERS: Structured['parameters'] = new Map();

const warn = (warnings: Warning[], code: string, message: string) => warnings.push({ code, message });

type Container = Pick<Entity, 'type' | 'parameters' | 'cutOff' | 'warnings'>;

function readChildren(
  raw: string,
  container: Container,
  depth: number,
  budget: Budget,
): Pick<Entity, 'children' | 'warnings'> {
  const warnings = [...container.warnings];
  const boundary = container.parameters.get('boundary') || null;
  const stated = boundary === null ? NO_SPLIT : split(raw, boundary, budget.parts);
  const guess = stated.parts.length > 0 ? null : guessBoundary(raw);
  const { parts, closed } = guess === null ? stated : split(raw, guess, budget.parts);
  if (guess !== null)
    warn(warnings, 'boundary-missing', 'the boundary between the parts is not the one stated');
  else if (parts.length === 0) warn(warnings, 'boundary-missing', 'no part was found');
  if (parts.length > 0 && !closed) warn(warnings, 'boundary-unclosed', 'the last part has no end');
  const inner = container.type === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
  const last = parts.length - 1;
  const children = parts.map((part, at) =>
    readEntity(part, inner, container.cutOff || (!closed && at === last), depth + 1, budget),
  );
  return { children: adoptSiblings(children, boundary, warnings), warnings };
}

interface Split {
  readonly parts: readonly string[];
  /** The closing delimiter is there. */
  readonly closed: boolean;
}

const NO_SPLIT: Split = { parts: [], closed: true };

/** RFC 2046 §5.1.1. The line end before a delimiter belongs to it; what stands before the first and after the last is none of ours. */
function split(raw: string, boundary: string, most: number): Split {
  const delimiter = `--${boundary}`;
  const parts: string[] = [];
  let start = -1;
  for (let at = raw.indexOf(delimiter); at >= 0; at = raw.indexOf(delimiter, at + delimiter.length)) {
    if (at > 0 && raw[at - 1] !== '\n') continue;
    const behind = at + delimiter.length;
    const closing = raw.startsWith('--', behind);
    const lineEnd = raw.indexOf('\n', behind);
    const end = lineEnd < 0 ? raw.length : lineEnd;
    if (/\S/.test(raw.slice(closing ? behind + 2 : behind, Math.min(end, behind + LONGEST_PADDING))))
      continue;
    if (start >= 0) parts.push(raw.slice(start, Math.max(start, beforeLineEnd(raw, at))));
    if (parts.length > most) throw tooManyParts();
    if (closing) return { parts, closed: true };
    start = Math.min(end + 1, raw.length);
  }
  if (start >= 0) parts.push(raw.slice(start));
  return { parts, closed: start < 0 };
}

/** White space that may follow a delimiter on its line. */
const LONGEST_PADDING = 200;

const beforeLineEnd = (raw: string, at: number): number =>
  raw[at - 1] !== '\n' ? at : raw[at - 2] === '\r' ? at - 2 : at - 1;

/** A first line that looks like a delimiter, before something that looks like a part's headers. */
const guessBoundary = (raw: string): string | null =>
  /(?:^|\n)--(\S[^\r\n]{0,100}?)[ \t]{0,100}\r?\nContent-[A-Za-z-]{1,40}:/i.exec(raw.slice(0, REACH))?.[1] ??
  null;

const REACH = 64 * 1024;

/** A container that uses its parent's boundary ends at once; the parts after it are its own. */
function adoptSiblings(
  children: readonly Entity[],
  boundary: string | null,
  warnings: Warning[],
): readonly Entity[] {
  const at = children.findIndex(
    ({ type, children: own, parameters }) =>
      type.startsWith('multipart/') && own.length === 0 && parameters.get('boundary') === boundary,
  );
  const container = children[at];
  if (container === undefined || at === children.length - 1) return children;
  warn(warnings, 'boundary-repeated', 'two containers share one boundary');
  return [...children.slice(0, at), { ...container, children: children.slice(at + 1) }];
}

export interface Content {
  readonly bytes: Uint8Array;
  /** What in the transfer encoding is out of order; `null` where all is well. */
  readonly damage: string | null;
}

/** The bytes under the transfer encoding (RFC 2045 §6); `null` where it is not known. */
export function contentOf({ headers, raw }: Entity): Content | null {
  const encoding = (headers.raw('content-transfer-encoding') ?? '7bit').replace(/[;(].*$/, '').trim();
  switch (encoding.toLowerCase()) {
    case '':
    case '7bit':
    case '8bit':
    case 'binary':
      return { bytes: Buffer.from(raw, 'latin1'), damage: null };
    case 'base64':
      return base64(raw);
    case 'quoted-printable':
      return quotedPrintable(raw);
    default:
      return null;
  }
}

/** Signs that are none end it: what follows a padded end is not of it. */
function base64(raw: string): Content {
  let signs = 0;
  let at = 0;
  for (; at < raw.length; at += 1) {
    const code = raw.charCodeAt(at);
    if (isSign(code)) signs += 1;
    else if (!isSpace(code) && code !== LF && code !== CR) break;
  }
  const isClean = /^={0,2}\s*$/.test(raw.slice(at));
  const damage = isClean ? (signs % 4 === 1 ? 'it is cut off' : null) : 'it holds signs that are none';
  return {
    bytes: Buffer.from(raw.slice(0, at), 'base64'),
    damage: damage === null ? null : `base64: ${damage}`,
  };
}

/** Letters, digits, `+` and `/`, and the two that stand for these in addresses. */
const isSign = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) ||
  (code >= 0x41 && code <= 0x5a) ||
  (code >= 0x2f && code <= 0x39) ||
  code === 0x2b ||
  code === 0x2d ||
  code === 0x5f;

const LF = 0x0a;
const CR = 0x0d;
const EQUALS = 0x3d;
const isSpace = (code: number): boolean => code === 0x20 || code === 0x09;

/** RFC 2045 §6.7: `=` and two digits are a byte, `=` at a line's end joins two lines, white space at a line's end is none. */
function quotedPrintable(raw: string): Content {
  const bytes = Buffer.allocUnsafe(raw.length);
  let length = 0;
  /** Behind the last byte of the line that is no white space. */
  let solid = 0;
  let isBroken = false;
  for (let at = 0; at < raw.length; at += 1) {
    const code = raw.charCodeAt(at);
    if (code === LF || (code === CR && raw.charCodeAt(at + 1) === LF)) length = solid;
    if (code !== EQUALS) {
      bytes[length++] = code;
      if (!isSpace(code)) solid = length;
      continue;
    }
    const byte = hexDigit(raw.charCodeAt(at + 1)) * 16 + hexDigit(raw.charCodeAt(at + 2));
    const lineEnd = byte >= 0 ? -1 : endOfSoftBreak(raw, at + 1);
    if (byte >= 0) {
      bytes[length++] = byte;
      at += 2;
    } else if (lineEnd >= 0) at = lineEnd;
    else {
      isBroken = true;
      bytes[length++] = code;
    }
    solid = length;
  }
  return {
    bytes: bytes.subarray(0, solid),
    damage: isBroken ? 'quoted-printable: an equals sign stands for nothing' : null,
  };
}

/** The value of a hexadecimal digit; what is none makes every sum with it negative. */
function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1_000;
}

/** Padding between a soft line break and the line's end. */
const LONGEST_SOFT_BREAK = 80;

/** Where the line feed is that an equals sign at `from - 1` takes away; -1 where copy follows it. */
function endOfSoftBreak(raw: string, from: number): number {
  let at = from;
  while (at < from + LONGEST_SOFT_BREAK && isSpace(raw.charCodeAt(at))) at += 1;
  if (raw.charCodeAt(at) === CR) at += 1;
  return raw.charCodeAt(at) === LF ? at : -1;
}
