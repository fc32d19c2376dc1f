// The pages in front of the desk, which work without a script: sign in, first set-up, and what to do when the desk has not been built.

import { createHash } from 'node:crypto';
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { MIN_PASSWORD } from './passwords.ts';

const STYLE = `
:root{color-scheme:light dark;--paper:#f6f5f1;--card:#fff;--ink:#1c1d1f;--quiet:#5b5e63;--rule:#cfccc3;--blue:#22519e;--on-blue:#fff;--bad:#a3271c;--bad-paper:#fbeae7}
@media (prefers-color-scheme:dark){:root{--paper:#16181b;--card:#1e2125;--ink:#e8e6e1;--quiet:#a4a8ae;--rule:#3a3e44;--blue:#8fb4f2;--on-blue:#101418;--bad:#ff9d92;--bad-paper:#3a211f}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;padding:1.5rem}
main{width:100%;max-width:25rem;background:var(--card);border:1px solid var(--rule);border-radius:10px;padding:2rem}
.mark{display:inline-block;font:italic 600 1.75rem/1 Georgia,"Times New Roman",serif;color:var(--ink);padding-bottom:.3rem;background:radial-gradient(circle,var(--blue) 1.6px,transparent 2px) 0 100%/8px 5px repeat-x}
h1{font-size:1.2rem;line-height:1.3;margin:1.25rem 0 .25rem}
p{margin:.25rem 0 1rem;color:var(--quiet)}
label{display:block;font-weight:600;margin:1rem 0 .3rem}
input{width:100%;font:inherit;color:inherit;background:var(--paper);border:1px solid var(--quiet);border-radius:6px;padding:.55rem .7rem}
.hint{font-size:.875rem;margin:.3rem 0 0}
button{width:100%;margin-top:1.5rem;font:inherit;font-weight:600;background:var(--blue);color:var(--on-blue);border:0;border-radius:6px;padding:.65rem 1rem;cursor:pointer}
:focus-visible{outline:3px solid var(--blue);outline-offset:2px}
.error{color:var(--bad);background:var(--bad-paper);border-radius:6px;padding:.6rem .8rem;margin:1rem 0 0}
code{font:.9em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;background:var(--paper);padding:.1em .35em;border-radius:4px}
`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** For these pages: the one style sheet by its digest, forms to this site, nothing else. */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  // The set-up link must not travel; `no-referrer` would also empty the `Origin` that the form is checked by.
  'referrer-policy': 'same-origin',
} as const;

export function signInPage(fields: {
  next: string;
  name: string;
  error: string | null;
  open: boolean;
}): string {
  if (!fields.open) return page('Not set up yet', notSetUp);
  return page(
    'Sign in to the desk',
    html`<form method="post" action="/desk/sign-in">
      ${errorLine(fields.error)}
      <input type="hidden" name="next" value=${fields.next} />
      <label for="name">Name</label>
      <input id="name" name="name" autocomplete="username" required maxlength="64" value=${fields.name} autofocus=${fields.name === ''} />
      <label for="password">Password</label>
      <input id="password" name="password" type="password" autocomplete="current-password" required autofocus=${fields.name !== ''} />
      <button>Sign in</button>
    </form>`,
  );
}

export function setupPage(fields: { token: string; name: string; error: string | null }): string {
  return page(
    'Set up the desk',
    html`<p>Choose the administrator’s name and password. This link works once.</p>
      <form method="post" action="/desk/setup">
        ${errorLine(fields.error)}
        <input type="hidden" name="token" value=${fields.token} />
        <label for="name">Your name</label>
        <input id="name" name="name" autocomplete="username" required maxlength="64" value=${fields.name} aria-describedby="name-hint" autofocus />
        <p class="hint" id="name-hint">It stands beside every decision you make.</p>
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="new-password" required minlength=${MIN_PASSWORD} aria-describedby="password-hint" />
        <p class="hint" id="password-hint">At least ${MIN_PASSWORD} characters. Length is all that counts; a sentence is good.</p>
        <label for="again">Password again</label>
        <input id="again" name="again" type="password" autocomplete="new-password" required />
        <button>Set up and sign in</button>
      </form>`,
  );
}

export const usedLinkPage = (): string =>
  page(
    'This link no longer works',
    html`<p>It has been used, or the server has started again and printed a new one.</p>
      <p><a href="/desk/sign-in">Sign in</a></p>`,
  );

export const notBuiltPage = (): string =>
  page(
    'The desk has not been built',
    html`<p>Run <code>npm run build</code> where Stet is installed and load this page again. The site and the API work without it.</p>`,
  );

const notSetUp = html`<p>
  Nobody can sign in yet. Open the one-time link that the server printed when it started; it ends in
  <code>/desk/setup?token=…</code>. Starting the server again prints a new one.
</p>`;

const errorLine = (error: string | null): VNode | null =>
  error === null ? null : html`<p class="error" role="alert">${error}</p>`;

function page(title: string, content: VNode | VNode[]): string {
  const body = renderToString(
    html`<main><span class="mark" aria-hidden="true">stet</span><h1>${title}</h1>${content}</main>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title} · Stet</title><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><style>${STYLE}</style></head><body>${body}</body></html>`;
}
