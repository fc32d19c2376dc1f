// Standard output and standard error. Data goes to the one, everything said to people to the other.

import { once } from 'node:events';

/** Resolves when more may be written: a slow reader slows the command instead of filling its memory. */
export async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

export const say = (line: string): boolean => process.stderr.write(`${line}\n`);

export const printError = (message: string): boolean => say(`stet: ${message}`);
