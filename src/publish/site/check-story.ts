// The section "Check this story" on a story's page. It is of use as it stands: it says what can be checked and where the proof lies. When
// a reader opens it and scripts are allowed, `static/check.js` brings in the check itself (verify/panel.ts), which shows its steps here.

import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Post } from '../../model/post.ts';
import type { PageContext } from './context.ts';

/** For stories that the public log knows of; `articlePage` puts the proof itself into the page beside it, as `script#stet-proof`. */
export function checkStory({ path }: Pick<Post, 'path'>, context: PageContext): VNode {
  const { messages, assets } = context;
  const files = filesOf(path);
  const links = [
    [files.proof, messages.checkProof],
    [files.record, messages.checkRecord],
    [files.chain, messages.checkHistory],
    [context.link('/log/'), messages.checkLog],
    [files.key, messages.checkKey],
    [`/log/verify.html#${context.absolute(path)}`, messages.checkOffline],
  ] as const;
  return html`<details class="check-story" data-script=${assets.panel.path} data-proof=${files.proof}
    data-record=${files.record} data-chain=${files.chain} data-checkpoint=${files.checkpoint} data-key=${files.key}>
    <summary><h2>${messages.checkStory}</h2></summary>
    ${messages.checkIntro.map((paragraph) => html`<p>${paragraph}</p>`)}
    <div class="check-status" role="status"></div>
    <div class="check-result"></div>
    <h3>${messages.checkFiles}</h3>
    <ul class="check-files">${links.map(([address, name]) => html`<li><a href=${address}>${name}</a></li>`)}</ul>
    <p class="small">${messages.checkLimits}</p>
    <script src=${assets.check.path} defer></script>
  </details>`;
}

const filesOf = (path: string) => ({
  proof: `${path}.tlog-proof`,
  record: `${path}.record.json`,
  chain: `${path}.chain.json`,
  checkpoint: '/log/checkpoint',
  key: '/log/key',
});
