// `stet verify URL`: is this post what was published, and what happened to it?

import { Command, InvalidArgumentError } from 'commander';
import type { VerifyStep } from '../flows/log-verify.ts';
import { print } from './output.ts';

const HELP = `
Fetches the page of a post with its proof, record and chain, and checks them step by step: the log's signature, the place in
the log, the record, the page itself to the letter, all that happened to the story, and that the log has only grown since.
Give the log's key from somewhere that the site has no hand in; without --vkey the site's own statement is taken, and said so.
Exit 1 when a step fails. To check a whole log: stet log audit.

Examples:
  stet verify https://daily.example/world/harbour-bridge-reopens-5f1c0a9be2d34471 --vkey 'daily.example/log+1a2b3c4d+AQ…'
  stet verify https://daily.example/world/harbour-bridge-reopens-5f1c0a9be2d34471 --json`;

const MARKS = { passed: '✓', note: '!', failed: '✗' };

interface VerifyCommandOptions {
  readonly vkey: readonly string[];
  readonly witness: readonly string[];
  readonly json?: boolean;
}

export function verifyCommand(fail: () => void): Command {
  return new Command('verify')
    .description('check one published post against the log')
    .argument('<url>', "the post's address", parseUrl)
    .option('--vkey <key>', "the log's verifier key; twice while it changes its key", several, [])
    .option(
      '--witness <key>',
      'verifier key of a witness that must have cosigned; may be given several times',
      several,
      [],
    )
    .option('--json', 'print the steps as JSON')
    .addHelpText('after', HELP)
    .action(async (url: URL, options: VerifyCommandOptions) => {
      const steps = await verify(url, options);
      if (steps.some(({ outcome }) => outcome === 'failed')) fail();
      await print(
        options.json === true
          ? `${JSON.stringify({ url: url.href, steps }, null, 2)}\n`
          : steps.map(({ outcome, text }) => `${MARKS[outcome]} ${text}\n`).join(''),
      );
    });
}

async function verify(url: URL, { vkey, witness }: VerifyCommandOptions): Promise<VerifyStep[]> {
  const [
    { verifyPost },
    { openWeb },
    { givenLogKey, givenWitnessKey },
    { systemClock },
    { setTimeout: sleep },
  ] = await Promise.all([
    import('../flows/log-verify.ts'),
    import('../flows/log-audit/web.ts'),
    import('../flows/given-key.ts'),
    import('../sources/clock.ts'),
    import('node:timers/promises'),
  ]);
  const witnesses = witness.map(givenWitnessKey);
  const policy = { logKeys: vkey.map(givenLogKey), witnesses, quorum: witnesses.length };
  const web = openWeb({ clock: systemClock, signal: new AbortController().signal, wait: (ms) => sleep(ms) });
  try {
    return await verifyPost({ url, web, policy });
  } finally {
    await web.close();
  }
}

function parseUrl(text: string): URL {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new InvalidArgumentError('It must begin with https:// or http://.');
  }
  return url;
}

const several = (value: string, before: readonly string[]): readonly string[] => [...before, value];
