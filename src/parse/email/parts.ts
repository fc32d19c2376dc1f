// Sorts the parts of a mail: what is its own text, what is attached, and what no parser reads.

import type { Warning } from '../../model/item.ts';
import type { ParseLimits } from '../../model/parse-result.ts';
import { NOWHERE, problem } from '../failure.ts';
import { decodeBody } from './charset.ts';
import { contentOf, type Entity } from './mime.ts';

/** One body of text, in the forms that the mail gives it in. */
export interface Body {
  readonly text: Entity | null;
  readonly html: Entity | null;
}

export interface Sorted {
  readonly bodies: Body[];
  /** Parts in some format that may hold stories. */
  readonly attached: Entity[];
  readonly warnings: Warning[];
}

/** @throws {StetError} `email-encrypted`, `email-not-a-story`: nothing of the mail can be used. */
export function sortParts(message: Entity): Sorted {
  const sorted: Sorted = { bodies: [], attached: [], warnings: [] };
  sort(message, message, sorted);
  return sorted;
}

function sort(part: Entity, message: Entity, into: Sorted): void {
  into.warnings.push(...part.warnings);
  refuse(part);
  const { type, children } = part;
  if (type === 'multipart/alternative') sortAlternatives(part, message, into);
  else if (type === 'multipart/related') sortRelated(part, message, into);
  else if (type === 'multipart/signed') sortAll(children.slice(0, 1), message, into);
  else if (type.startsWith('multipart/')) sortAll(children, message, into);
  else sortLeaf(part, message, into);
}

function sortAll(parts: readonly Entity[], message: Entity, into: Sorted): void {
  for (const part of parts) sort(part, message, into);
}

function sortLeaf(part: Entity, message: Entity, into: Sorted): void {
  const { type } = part;
  const isBody = part === message || (part.filename === null && part.disposition !== 'attachment');
  if (isBody && type === 'text/plain') into.bodies.push({ text: part, html: null });
  else if (isBody && type === 'text/html') into.bodies.push({ text: null, html: part });
  else if (mayHoldStories(type) && !isBinary(part)) into.attached.push(part);
  else if (type !== 'application/pgp-signature') leaveOut(part, into);
}

/** RFC 2046 §5.1.4: the same in several forms. Two forms are one body; a wire format beside them is attached like any other. */
function sortAlternatives({ children }: Entity, message: Entity, into: Sorted): void {
  const own: Sorted = { bodies: [], attached: into.attached, warnings: into.warnings };
  for (const child of children) sort(child, message, own);
  const text = own.bodies.find((body) => body.text !== null)?.text ?? null;
  const html = own.bodies.findLast((body) => body.html !== null)?.html ?? null;
  if (text !== null || html !== null) into.bodies.push({ text, html });
}

/** RFC 2387: the first part is the text, the others are its pictures. */
function sortRelated({ children }: Entity, message: Entity, into: Sorted): void {
  const [root, ...others] = children;
  if (root !== undefined) sort(root, message, into);
  for (const other of others) {
    refuse(other);
    if (other.type.startsWith('image/')) leaveOut(other, into);
    else sort(other, message, into);
  }
}

function refuse({ type }: Entity): void {
  if (type === 'multipart/encrypted' || /^application\/(?:x-)?pkcs7-mime$/.test(type)) {
    const what =
      type === 'multipart/encrypted' ? 'the mail is encrypted' : 'the mail is encrypted or signed as a whole';
    throw problem('email-encrypted', `${what} (${type}); it cannot be read`, NOWHERE);
  }
  if (type === 'multipart/report' || type === 'message/delivery-status')
    throw problem('email-not-a-story', 'a report of a mail server, not a story', NOWHERE);
  if (type === 'message/partial')
    throw problem('email-not-a-story', 'a piece of a mail; its other pieces came apart from it', NOWHERE);
}

const NO_STORIES = /^text\/(?:calendar|css|csv|(?:x-)?vcard|directory|richtext|rtf|enriched|javascript)$/;

const mayHoldStories = (type: string): boolean =>
  type === 'message/rfc822' ||
  (type.startsWith('text/') && !NO_STORIES.test(type)) ||
  /^application\/(?:(?:.{1,80}\+)?(?:xml|json)|octet-stream|sgml|nitf|x-iptc.{0,20}|x-nitf)$/.test(type);

const HEAD = 2_048;

/** Documents and archives are often sent as nothing but bytes. A wire's own control characters are none of theirs. */
function isBinary(part: Entity): boolean {
  if (part.type !== 'application/octet-stream') return false;
  const head = contentOf({ ...part, raw: part.raw.slice(0, HEAD) })?.bytes ?? new Uint8Array();
  const isUtf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  return (
    !isUtf16 &&
    (head.indexOf(0) >= 0 ||
      /^(?:PK|%PDF|\x89PNG|GIF8|\xff\xd8)/.test(Buffer.from(head.subarray(0, 8)).toString('latin1')))
  );
}

function leaveOut({ type, filename }: Entity, { warnings }: Sorted): void {
  const named = filename === null ? type : `${filename} (${type})`;
  warnings.push({ code: 'attachment-left-out', message: `${named} was left out` });
}

/**
 * The characters of a text part, with LF line ends.
 * @throws {StetError} `transfer-encoding-unknown`, `charset-unsupported`, `charset-undecodable`, `email-encrypted`, `item-too-long`.
 */
export function textOf(
  part: Entity,
  { itemText }: ParseLimits,
  warnings: Warning[],
): { text: string; charset: string } {
  if (part.raw.length > itemText * LARGEST_CHARACTER) throw tooLong(part.raw.length, itemText);
  const content = contentOf(part);
  if (content === null) {
    const stated = part.headers.raw('content-transfer-encoding') ?? '';
    throw problem(
      'transfer-encoding-unknown',
      `${JSON.stringify(stated.slice(0, 40))} is no transfer encoding`,
      NOWHERE,
    );
  }
  if (content.damage !== null) warnings.push({ code: 'transfer-encoding-broken', message: content.damage });
  const decoding = decodeBody(content.bytes, charsetOf(part, content.bytes));
  if (!decoding.ok) throw problem(decoding.failure.code, decoding.failure.message, NOWHERE);
  const [damage] = decoding.value.damage;
  if (damage !== undefined)
    throw problem('charset-undecodable', `byte ${damage.byte} of the text is not UTF-8`, NOWHERE);
  if (decoding.value.text.length > itemText) throw tooLong(decoding.value.text.length, itemText);
  warnings.push(...decoding.value.warnings);
  const text = decoding.value.text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  if (text.includes('-----BEGIN PGP MESSAGE-----'))
    throw problem('email-encrypted', 'the text is encrypted (PGP)', NOWHERE);
  return { text, charset: decoding.value.charset };
}

/** Bytes of one character: four, each written as three. */
const LARGEST_CHARACTER = 12;

const tooLong = (length: number, limit: number) =>
  problem('item-too-long', `${length} characters; the limit is ${limit}`, NOWHERE);

/** What the part states, else what the HTML in it does. */
function charsetOf({ type, parameters }: Entity, bytes: Uint8Array): string | null {
  const stated = parameters.get('charset') || null;
  if (stated !== null || type !== 'text/html') return stated;
  const head = Buffer.from(bytes.subarray(0, 1024)).toString('latin1');
  return /<meta\s[^>]{0,200}charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(head)?.[1] ?? null;
}
