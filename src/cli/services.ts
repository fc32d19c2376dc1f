// What commands are given because it ranks below them: configuration and the running program.

import type { Config } from '../model/config.ts';

export interface RunningApp {
  readonly url: string;
  readonly deskUrl: string;
  /** One-time link to set the administrator's password; `null` once that is done. */
  readonly setupUrl: string | null;
  close(): Promise<void>;
}

export interface Overrides {
  readonly data: string | null;
  readonly port: number | null;
}

export interface Configuration {
  /** The file in the working directory that is used when none is named. */
  findConfig(): string | null;
  /** @throws {StetError} `config-not-found`, `config-unreadable`, `config-invalid`. */
  loadConfig(options: { readonly file: string; readonly overrides: Overrides }): Config;
  /**
   * @param fallback log level where the environment names none.
   * @throws {StetError} `config-invalid`.
   */
  environmentSettings(fallback: Config['logLevel']): Pick<Config, 'databaseUrl' | 'logLevel'>;
  /** Show stack traces of errors. */
  debugWanted(): boolean;
}

export interface StartOptions {
  /** Forget the administrator and make a new one-time link. */
  readonly newAdministrator: boolean;
}

export interface Services {
  /** The reader of files and environment. */
  configuration(): Promise<Configuration>;
  startApp(config: Config, options: StartOptions): Promise<RunningApp>;
}
