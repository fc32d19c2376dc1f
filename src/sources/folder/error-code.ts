// System errors are told apart by their code.

/** `ENOENT` and the like; `null` for errors without one. */
export const systemCode = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;

export const hasCode = (error: unknown, ...codes: readonly string[]): boolean =>
  codes.includes(systemCode(error) ?? '');
