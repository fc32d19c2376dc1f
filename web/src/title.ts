// What stands for an item in lists and headings.

import type { DeskItemView } from '../../src/http/desk/schema.ts';
import { messages } from './messages.ts';

/** Of a story that was taken down there is no headline left. */
export const titleOf = (item: DeskItemView): string =>
  item.takedown === undefined ? item.title : messages.takenDownTitle;
