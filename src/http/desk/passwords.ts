// Passwords: argon2id with the parameters of the OWASP Password Storage Cheat Sheet (19 MiB, 2 passes, 1 lane).
// Length is the only rule (NIST SP 800-63B §3.1.1.2); a password is never logged and never stored.

import { hash, type Options, verify } from '@node-rs/argon2';
import { StetError } from '../../model/errors.ts';

/** Characters (code points). */
export const MIN_PASSWORD = 12;
export const MAX_PASSWORD = 256;

/** Algorithm 2 is argon2id; memory in KiB. */
const PARAMETERS: Options = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Each hash takes 19 MiB and a thread of the pool that files and DNS share. */
const AT_ONCE = 2;
const WAITING = 32;

export interface Passwords {
  /** @throws {StetError} `password-too-short`, `password-too-long`; `busy` when too many wait. */
  hash(password: string): Promise<string>;
  /** Takes as long for `null` (no such account) as for a wrong password. @throws {StetError} `busy`. */
  matches(hash: string | null, password: string): Promise<boolean>;
}

export function createPasswords(): Passwords {
  const gate = createGate(AT_ONCE, WAITING);
  const nobody = gate(() => hash('a password that no account has', PARAMETERS));
  // A failure to make it is met by whoever awaits it below.
  nobody.catch(() => undefined);
  return {
    async hash(password) {
      checkLength(password);
      return gate(() => hash(normal(password), PARAMETERS));
    },
    async matches(stored, password) {
      const against = stored ?? (await nobody);
      const same = await gate(() => verify(against, normal(password)));
      return same && stored !== null;
    },
  };
}

/** The same keys on another keyboard may send another Unicode form (NIST SP 800-63B §3.1.1.2). */
const normal = (password: string): string => password.normalize('NFKC').slice(0, MAX_PASSWORD * 4);

function checkLength(password: string): void {
  const length = [...password].length;
  if (length < MIN_PASSWORD)
    throw new StetError('password-too-short', `Use at least ${MIN_PASSWORD} characters.`, { length });
  if (length > MAX_PASSWORD)
    throw new StetError('password-too-long', `Use at most ${MAX_PASSWORD} characters.`, { length });
}

/** Lets `atOnce` tasks run and `waiting` wait; refuses the rest. */
function createGate(atOnce: number, waiting: number): <T>(task: () => Promise<T>) => Promise<T> {
  let running = 0;
  const queue: (() => void)[] = [];
  return async (task) => {
    if (running < atOnce) running += 1;
    else if (queue.length < waiting) await new Promise<void>((resolve) => queue.push(resolve));
    else throw new StetError('busy', 'Too many people are signing in at once. Try again in a moment.');
    try {
      return await task();
    } finally {
      // A waiter takes this place over; only without one does the number go down.
      const next = queue.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
