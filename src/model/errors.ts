// Errors are codes with the facts attached; the sentence for people is made at the edge from code and facts.

/** An expected failure. `code` is stable, kebab-case; `facts` hold what a program needs (source, line, byte, limit). */
export class StetError extends Error {
  readonly code: string;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;

  constructor(
    code: string,
    message: string,
    facts: Readonly<Record<string, string | number | boolean | null>> = {},
  ) {
    super(message);
    this.name = 'StetError';
    this.code = code;
    this.facts = facts;
  }
}

/** What `read` gives; `null` where it throws a `StetError`. Anything else is a fault of the program, and is thrown on. */
export function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof StetError) return null;
    throw error;
  }
}

/** Use in the `default` of a switch over a union: a new member then does not compile until it is handled. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
}
