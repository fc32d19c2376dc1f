// The label: who has read a post. Computed from the ledger's state, never typed, never inside the agency's text.

import type { Label } from '../model/post.ts';
import type { Messages } from './i18n/messages.ts';
import type { Times } from './times.ts';

/** The whole line, for posts and feed entries. */
export const labelLine = (label: Label, messages: Messages, times: Times): string =>
  label.read ? messages.labelRead(times.full(label.at)) : messages.labelUnread;

/** Two or three words for lists. */
export const labelShort = (label: Label, messages: Messages): string =>
  label.read ? messages.shortRead : messages.shortUnread;
