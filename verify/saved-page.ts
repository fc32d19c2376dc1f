// Pages as browsers save them: HTML, or MHTML (RFC 2557), which is an e-mail message with the page as its first part of type text/html.

import { fromBase64 } from '../src/log/bytes.ts';

/** The HTML of a saved page. Nothing in it is run or fetched. */
export function htmlOf(saved: string): string {
  const head = headAt(saved, 0);
  const boundary = boundaryOf(head.fields.get('content-type') ?? '');
  if (boundary === null) return saved;
  for (const part of saved.split(`--${boundary}`).slice(1)) {
    const { fields, end } = headAt(part, part.search(/\S/));
    if (!/^text\/html\b/i.test(fields.get('content-type') ?? '')) continue;
    return decoded(part.slice(end), fields.get('content-transfer-encoding') ?? '');
  }
  return saved;
}

interface Head {
  /** By lower-case name. */
  readonly fields: ReadonlyMap<string, string>;
  /** Where the body begins. */
  readonly end: number;
}

/** Header fields (RFC 5322 §2.2) up to the blank line; lines that begin with white space go on with the field before. */
function headAt(text: string, start: number): Head {
  const blank = /\r?\n\r?\n/.exec(text.slice(start));
  if (blank === null || start < 0) return { fields: new Map(), end: text.length };
  const lines = text
    .slice(start, start + blank.index)
    .replace(/\r?\n[\t ]+/g, ' ')
    .split(/\r?\n/);
  const fields = lines.flatMap((line): [string, string][] => {
    const [, name, value] = /^([!-9;-~]+):\s*(.*)$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name.toLowerCase(), value]];
  });
  return { fields: new Map(fields), end: start + blank.index + blank[0].length };
}

function boundaryOf(contentType: string): string | null {
  if (!/^multipart\/related\b/i.test(contentType)) return null;
  const [, quoted, bare] = /\bboundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType) ?? [];
  return quoted ?? bare ?? null;
}

/** Browsers write UTF-8. */
function decoded(body: string, encoding: string): string {
  switch (encoding.trim().toLowerCase()) {
    case 'quoted-printable':
      return new TextDecoder().decode(fromQuotedPrintable(body));
    case 'base64': {
      const bytes = fromBase64(body.replace(/\s+/g, ''));
      return bytes === null ? body : new TextDecoder().decode(bytes);
    }
    default:
      return body;
  }
}

/** RFC 2045 §6.7. */
function fromQuotedPrintable(body: string): Uint8Array {
  const joined = body.replace(/=[\t ]*\r?\n/g, '').replace(/\r\n/g, '\n');
  const bytes: number[] = [];
  const literal = new TextEncoder();
  for (const [token, hex] of joined.matchAll(/=([0-9A-Fa-f]{2})|[^=]+|=/g)) {
    if (hex === undefined) for (const byte of literal.encode(token)) bytes.push(byte);
    else bytes.push(Number.parseInt(hex, 16));
  }
  return Uint8Array.from(bytes);
}
