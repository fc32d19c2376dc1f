// Slows down guessing. Every failed sign-in counts against the account's name and against the address; after a few free tries each
// further one doubles the wait. The account's wait stays short, so that a stranger can't lock the desk's people out for long.

import { isIPv6 } from 'node:net';
import { StetError } from '../../model/errors.ts';

const FREE_TRIES = 5;
const FIRST_WAIT = 1_000;
const LONGEST_ACCOUNT_WAIT = 60_000;
const LONGEST_ADDRESS_WAIT = 15 * 60_000;
const FORGET_AFTER = 60 * 60_000;
/** Names and addresses remembered; the longest untouched goes first. */
const REMEMBERED = 10_000;

export interface Throttle {
  /**
   * Counts a try before the password is looked at, so that many at once don't all get through.
   * @throws {StetError} `too-many-tries` with `retryAfter` in seconds.
   */
  begin(name: string, address: string): void;
  /** Takes the count back after a right password. */
  succeeded(name: string, address: string): void;
}

interface Tries {
  readonly failures: number;
  readonly last: number;
}

/** `now` gives milliseconds since 1970. */
export function createThrottle(now: () => number): Throttle {
  const accounts = new Map<string, Tries>();
  const addresses = new Map<string, Tries>();
  const nameKey = (name: string) => name.normalize('NFKC').toLowerCase();
  return {
    begin(name, address) {
      const at = now();
      const wait = Math.max(
        waitOf(accounts.get(nameKey(name)), LONGEST_ACCOUNT_WAIT, at),
        waitOf(addresses.get(network(address)), LONGEST_ADDRESS_WAIT, at),
      );
      if (wait > 0) throw tooMany(wait);
      count(accounts, nameKey(name), at);
      count(addresses, network(address), at);
    },
    succeeded(name, address) {
      accounts.delete(nameKey(name));
      addresses.delete(network(address));
    },
  };
}

/** Milliseconds still to wait. */
function waitOf(tries: Tries | undefined, longest: number, now: number): number {
  if (tries === undefined || tries.failures < FREE_TRIES || now - tries.last > FORGET_AFTER) return 0;
  const wait = Math.min(FIRST_WAIT * 2 ** (tries.failures - FREE_TRIES), longest);
  return Math.max(0, tries.last + wait - now);
}

function count(tries: Map<string, Tries>, key: string, now: number): void {
  const before = tries.get(key);
  const failures = before === undefined || now - before.last > FORGET_AFTER ? 0 : before.failures;
  // Deleted and set again, so that the map's order is the order of last use.
  tries.delete(key);
  tries.set(key, { failures: failures + 1, last: now });
  const oldest = tries.keys().next();
  if (tries.size > REMEMBERED && oldest.done !== true) tries.delete(oldest.value);
}

/** One household or server usually holds a whole IPv6 /64. */
function network(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
  const whole = [...groups, ...Array<string>(Math.max(0, missing)).fill('0'), ...(tail ?? '').split(':')];
  return address.includes('.') ? address : `${whole.slice(0, 4).join(':')}::/64`;
}

function tooMany(wait: number): StetError {
  const retryAfter = Math.ceil(wait / 1000);
  return new StetError(
    'too-many-tries',
    `Too many tries. Wait ${retryAfter} ${retryAfter === 1 ? 'second' : 'seconds'} and try again.`,
    { retryAfter },
  );
}
