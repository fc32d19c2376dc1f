// One thing that the doctor looks at, and what came of it.

export interface Check {
  /** Stable, for `--json`. */
  readonly name: string;
  /** `advice`: it works, but could be better. */
  readonly result: 'ok' | 'advice' | 'failed';
  readonly message: string;
  /** What to do about it; `null` when all is well. */
  readonly remedy: string | null;
}

export const ok = (name: string, message: string): Check => ({ name, result: 'ok', message, remedy: null });

export const advice = (name: string, message: string, remedy: string): Check => ({
  name,
  result: 'advice',
  message,
  remedy,
});

export const failed = (name: string, message: string, remedy: string): Check => ({
  name,
  result: 'failed',
  message,
  remedy,
});

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
