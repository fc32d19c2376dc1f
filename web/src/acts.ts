// Release, hold, spike, mark read: what may be done now, doing it, and saying what came of it.

import type { DeskItemView } from '../../src/http/desk/schema.ts';
import type { DeskAct } from '../../src/model/desk-act.ts';
import { act, reasonOf } from './api.ts';
import { takeIn } from './items-store.ts';
import { messages } from './messages.ts';
import { showToast } from './say.ts';

/** Public now, whatever was decided about a later version. */
const isPublic = (item: DeskItemView): boolean => item.path !== null;

/** Whether an act would change anything. The server has the last word. */
export function isPossible(name: DeskAct, item: DeskItemView): boolean {
  if (item.takedown !== undefined) return false;
  switch (name) {
    case 'release':
      return item.decision !== 'publish';
    case 'hold':
      return item.decision !== 'hold' || isPublic(item);
    case 'spike':
      return item.decision !== 'spike';
    case 'review':
      return item.decision === 'publish' && item.readAt === null;
  }
}

/** Does it and says so. Gives the item as it is then, or `null` when it was refused. */
export async function perform(
  name: DeskAct,
  item: DeskItemView,
  version: number,
): Promise<DeskItemView | null> {
  if (!isPossible(name, item)) {
    showToast(item.takedown === undefined ? messages.notNow[name] : messages.notAnyMore);
    return null;
  }
  try {
    const after = await act(item.id, name, version);
    takeIn(after);
    tellResult(name, item, after, version);
    return after;
  } catch (error) {
    showToast(messages.actFailed(reasonOf(error)), { bad: true });
    return null;
  }
}

/** Undo is offered only where nobody outside has seen anything: what was public can be taken down, not unseen. */
function tellResult(name: DeskAct, before: DeskItemView, after: DeskItemView, version: number): void {
  const text = messages.done[name](after.title);
  if (name === 'release') {
    showToast(text, {
      link: after.path === null ? null : { label: messages.view_page, href: after.path },
      action: { label: messages.takeDown, run: () => void perform('hold', after, version) },
    });
  } else if (name === 'spike' && before.decision === 'hold' && !isPublic(before)) {
    showToast(text, { action: { label: messages.undo, run: () => void undoSpike(after, version) } });
  } else if (name !== 'review' && isPublic(before)) {
    showToast(`${text}. ${messages.tookDown}`);
  } else {
    showToast(text);
  }
}

async function undoSpike(item: DeskItemView, version: number): Promise<void> {
  try {
    takeIn(await act(item.id, 'hold', version));
    showToast(messages.undone(item.title));
  } catch (error) {
    showToast(messages.actFailed(reasonOf(error)), { bad: true });
  }
}
