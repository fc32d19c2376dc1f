// The subject without what is the mail program's and the list's own. What may be the agency's stays.

import type { Warning } from '../../model/item.ts';
import type { Subject } from './copy.ts';
import type { Headers } from './header.ts';

/** Forwarding, in the languages of the common mail programs. `Re:` stays: a reply may be anything. */
const FORWARD = /^\s*(?:fwd?|wg|tr|rv|rwd|wtr|doorst|vb|vs|enc|pd)\s?(?:\[\d{1,2}\])?\s?[:：]\s*/i;
const REPLY = /^\s*(?:re|aw|antw|sv|res)\s?(?:\[\d{1,2}\])?\s?[:：]/i;
const TAG = /^\s*\[([^\]]{1,60})\]\s*/;

export function readSubject(headers: Headers, warnings: Warning[]): Subject {
  let text = headers.text('subject') ?? '';
  let forwards = false;
  const taken: string[] = [];
  for (;;) {
    const found = FORWARD.exec(text)?.[0] ?? listTag(text, headers);
    if (found === null) break;
    forwards ||= FORWARD.test(text);
    taken.push(found.trim());
    text = text.slice(found.length);
  }
  if (taken.length > 0)
    warnings.push({
      code: 'subject-prefix-left-out',
      message: `${JSON.stringify(taken.join(' '))} before the subject was left out`,
    });
  return { text: text.trim() || null, forwards, replies: REPLY.test(text) };
}

/** `[name]` only where the list says that this is its name: it may be the agency's word for a correction. */
function listTag(text: string, headers: Headers): string | null {
  const [whole, name] = TAG.exec(text) ?? [];
  const list = `${headers.text('list-id') ?? ''} ${headers.text('list-post') ?? ''}`.toLowerCase();
  return whole !== undefined && name !== undefined && list.includes(name.toLowerCase()) ? whole : null;
}
