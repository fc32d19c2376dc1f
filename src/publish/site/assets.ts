// The site's own static files, each under an address that contains its content's hash and so never changes.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

export interface Asset {
  /** Site-absolute, such as `/assets/style.1a2b3c4d5e6f.css`. */
  readonly path: string;
  readonly type: string;
  readonly body: Buffer;
}

export interface SiteAssets {
  readonly style: Asset;
  readonly script: Asset;
  readonly icon: Asset;
  /** Brings in `panel` when a reader opens the section "Check this story". */
  readonly check: Asset;
  /** The check itself, built from verify/; empty where it has not been built, and then the section stays as the server made it. */
  readonly panel: Asset;
}

/** Reads the files that lie beside this one; they are part of the program, not configuration. */
export function loadAssets(): SiteAssets {
  return {
    style: asset('style', 'css', 'text/css; charset=utf-8'),
    script: asset('times', 'js', 'text/javascript; charset=utf-8'),
    icon: asset('icon', 'svg', 'image/svg+xml'),
    check: asset('check', 'js', 'text/javascript; charset=utf-8'),
    panel: assetOf(
      'panel',
      'js',
      'text/javascript; charset=utf-8',
      existsSync(PANEL) ? readFileSync(PANEL) : EMPTY,
    ),
  };
}

const PANEL = new URL('../../../dist/verify/panel.js', import.meta.url);
const EMPTY = Buffer.alloc(0);

function asset(name: string, extension: string, type: string): Asset {
  const body = readFileSync(new URL(`./static/${name}.${extension}`, import.meta.url));
  return assetOf(name, extension, type, body);
}

function assetOf(name: string, extension: string, type: string, body: Buffer): Asset {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12);
  return { path: `/assets/${name}.${hash}.${extension}`, type, body };
}
