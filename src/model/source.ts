// A configured inlet as the rest of the program sees it, after `config.ts` has checked it.

import type { Convention } from './convention.ts';
import type { SourceId } from './ids.ts';
import type { Format } from './item.ts';
import type { ParseLimits } from './parse-result.ts';

export type PublishPolicy = 'auto' | 'hold';

export type Transport = PollTransport | FolderTransport | PushTransport;

export interface PollTransport {
  readonly type: 'poll';
  readonly url: string;
  /** Seconds between polls when all is well. */
  readonly interval: number;
  /** Let the address guard pass private, loopback and link-local addresses. */
  readonly allowPrivate: boolean;
  /** Seconds allowed for one whole request. */
  readonly timeout: number;
  /** Largest response after decompression, bytes. */
  readonly maxBytes: number;
  readonly headers: Readonly<Record<string, string>>;
}

export interface FolderTransport {
  readonly type: 'folder';
  /** Absolute path; `processed/` and `failed/` are made inside it. */
  readonly path: string;
  /** Seconds a file's size and time must stand still before it is read. */
  readonly settle: number;
  readonly maxBytes: number;
}

export interface PushTransport {
  readonly type: 'push';
  /** Bearer token; `null` when only signatures are taken. */
  readonly token: string | null;
  /** Secret of the HMAC-SHA256 signature; `null` when only the token is taken. */
  readonly secret: string | null;
  readonly maxBytes: number;
}

export interface Source {
  readonly id: SourceId;
  /** Shown to readers as the agency's name. */
  readonly name: string;
  /** Identifies the agency in (provider, guid); two sources of one agency share it. */
  readonly provider: string;
  readonly transport: Transport;
  readonly format: Format | 'auto';
  readonly timezone: string;
  readonly language: string | null;
  /** For formats that state none; see `ParseContext`. */
  readonly charset: string | null;
  readonly emptyEmbargo: 'hold' | 'ignore';
  /** The rows of the configuration that hold for this source's agency. */
  readonly conventions: readonly Convention[];
  readonly publish: PublishPolicy;
  /** Section for items whose subjects name none that the site has; a slug. */
  readonly section: string;
  /** Credit shown with each story; the agency's name when absent. */
  readonly credit: string;
  /** Usage terms shown to the desk. */
  readonly rights: string | null;
  readonly robots: 'index' | 'noindex';
  /** `source`: rel=canonical is the agency's page where the item names one; `self`: this site's page. */
  readonly canonical: 'self' | 'source';
  /** Least characters of canonical text for automatic publication. */
  readonly minimumText: number;
  /** On the first arrival of a source, publish only the newest N items; the rest are kept, not shown. */
  readonly firstRun: number;
  /** Show remote images by linking to the agency's server. Off: they are left out and listed as media. */
  readonly hotlinkImages: boolean;
  readonly limits: ParseLimits;
}
