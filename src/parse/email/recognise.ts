// Whether bytes begin with the header lines of a mail. `Subject:` and `Date:` also open plain-text stories: a line that only mail servers
// and mail programs write must be among them.

/** Bytes within which the headers say enough. */
const REACH = 32 * 1024;
const LINE = /^([!-9;-~]{1,60})[ \t]*:/;
const KNOWN = new Set(
  'bcc cc content-type date delivered-to from in-reply-to importance keywords list-id list-unsubscribe organization precedence references reply-to sender subject to user-agent'.split(
    ' ',
  ),
);
const ONLY_IN_MAIL = new Set(
  'arc-seal authentication-results content-transfer-encoding delivered-to dkim-signature message-id mime-version received received-spf return-path'.split(
    ' ',
  ),
);

export function beginsLikeMail(bytes: Uint8Array): boolean {
  const first = bytes.find((byte) => byte > 0x20 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf) ?? 0;
  // `<`, `{`, `[` and control characters begin none.
  if (first < 0x21 || first === 0x3c || first === 0x7b || first === 0x5b || first >= 0x7f) return false;
  const head = Buffer.from(bytes.subarray(0, REACH)).toString('latin1');
  return headersSayMail(head.replace(/^(?:\xef\xbb\xbf)?\s*(?:From \S{1,200} .{0,100}\r?\n)?/, ''));
}

function headersSayMail(head: string): boolean {
  const known = new Set<string>();
  let isCertain = false;
  let hasOwnHeaders = false;
  let isFirst = true;
  for (const line of head.split(/\r\n|\n|\r/)) {
    if (!isFirst && /^[ \t]/.test(line)) continue;
    isFirst = false;
    const name = LINE.exec(line)?.[1]?.toLowerCase();
    if (name === undefined) return false;
    if (KNOWN.has(name) || ONLY_IN_MAIL.has(name)) known.add(name);
    isCertain ||= ONLY_IN_MAIL.has(name);
    // Programs' own headers begin X-; so may a story's first line.
    hasOwnHeaders ||= /^x-./.test(name);
    if (isCertain && known.size >= 2) return true;
    if (hasOwnHeaders && known.has('from') && known.size >= 3) return true;
  }
  return false;
}
