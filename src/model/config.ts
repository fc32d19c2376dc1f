// What the program was told to do, after `config.ts` has checked it. Every room gets its part of this as an argument.

import type { Site } from './site.ts';
import type { Source } from './source.ts';

export interface ServerSettings {
  /** Address to listen on. */
  readonly host: string;
  /** TCP port; 0 lets the system choose. */
  readonly port: number;
  /** Whose `X-Forwarded-*` headers to believe: nobody's, everybody's, or these addresses and networks (CIDR). */
  readonly trustProxy: boolean | readonly string[];
}

export interface DeskSettings {
  /** Hours after which a signed-in person has to sign in again. */
  readonly sessionHours: number;
}

export interface WitnessSettings {
  readonly url: string;
  /** Verifier key of the signed-note specification. */
  readonly key: string;
}

/** The public log. */
export interface PublicLogSettings {
  /** The log's name: a URL without its scheme. */
  readonly origin: string;
  /** Whether the configuration names it, so that a key of another name is a mistake. */
  readonly originSet: boolean;
  /** Signer key; `null` for the one in the data directory. */
  readonly key: string | null;
  /** The configured key that `key` took the place of: a signer key while both sign, a verifier key where it stopped at once. */
  readonly previousKey: string | null;
  /** Until when both sign, milliseconds since 1970. */
  readonly bothUntil: number | null;
  readonly witnesses: readonly WitnessSettings[];
  /** How many of them make a checkpoint cosigned. */
  readonly quorum: number;
  /** URL of a time-stamping authority (RFC 3161). */
  readonly timestamps: string | null;
}

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface Config {
  /** Absolute path of the file this was read from; `null` for the demo. */
  readonly file: string | null;
  readonly site: Site;
  readonly sources: readonly Source[];
  readonly server: ServerSettings;
  readonly desk: DeskSettings;
  readonly publicLog: PublicLogSettings;
  /** Absolute path of the data directory. */
  readonly dataDir: string;
  /** `postgres://…`, or `null` for the embedded database in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly logLevel: LogLevel;
  /** True when the sources are the invented agency's. */
  readonly demo: boolean;
}
