// One story's address against the last leaf of its chain: the text that was logged under the right label, or nothing any more.

import type { ChainEnd } from '../../log/audit-chains.ts';
import { pageProblem } from '../../log/audit-page.ts';
import { showsText } from '../../log/audit-record.ts';
import { nodeCrypto } from '../../log/node-crypto.ts';
import type { WireRecord } from '../../log/record.ts';
import type { FindingCode } from './findings.ts';
import { labelSays, pageReader, readPage, type SentPage } from './page-parts.ts';
import type { Web } from './web.ts';

/** Bytes of the longest page that is read. */
const LONGEST_PAGE = 16 * 1024 * 1024;
const GONE = 410;

export interface PageTrouble {
  readonly code: FindingCode;
  readonly message: string;
  readonly url: string;
}

/**
 * @param site the site's address without a last slash.
 * @param record of the item's last leaf.
 * @returns `null` when all is as logged. @throws {StetError} `audit-unreadable`.
 */
export async function pageTrouble(
  web: Web,
  site: string,
  end: ChainEnd,
  record: WireRecord,
): Promise<PageTrouble | null> {
  const url = new URL(site + record.path);
  const trouble = (code: FindingCode, what: string): PageTrouble => ({
    code,
    message: `${url.href} ${what}`,
    url: url.href,
  });
  const { status, bytes, location } = await web.get(url, LONGEST_PAGE);
  const answer = location === null ? `answers ${status}` : `answers ${status} and points to ${location}`;
  if (!showsText(end.kind)) {
    if (status === GONE) return null;
    const why = `though leaf ${end.index} (${end.kind}) has taken the story away`;
    if (status === 200) return trouble('page-not-gone', `is still there, ${why}`);
    return trouble('page-wrong', `${answer} in place of 410, ${why}`);
  }
  if (status !== 200)
    return trouble('page-missing', `${answer}, though leaf ${end.index} (${end.kind}) leaves it public`);
  const wrong = whatIsWrong(new TextDecoder().decode(bytes), record, end.isRead);
  return wrong === null ? null : trouble('page-wrong', `${wrong} (leaf ${end.index})`);
}

function whatIsWrong(html: string, record: WireRecord, isRead: boolean): string | null {
  const page = readPage(html);
  return pageProblem(nodeCrypto, page, record, pageReader) ?? labelProblem(page, isRead);
}

/** In words that follow "the page". */
export function labelProblem({ labels }: SentPage, isRead: boolean): string | null {
  const [label] = labels;
  if (label === undefined) return 'has no label';
  if (labels.length > 1) return 'has more than one label';
  const says = labelSays(label);
  if (says === null) return 'has a label in other words than it must have';
  if ((says === 'read') === isRead) return null;
  return isRead
    ? 'has a label that says no editor has read the story, and the log says that one has'
    : 'has a label that says an editor has read the story, and the log does not';
}
