// `stet log key`: which key people have to know, where to tell them, and how it is changed.

import { Command, InvalidArgumentError, Option } from 'commander';
import type { KeyRotation } from '../ledger/rotate-log-key.ts';
import { StetError } from '../model/errors.ts';
import { type LogPlace, logPlace } from './log-place.ts';
import { type ConfigOptions, configOption, dataOption } from './options.ts';
import { print, say } from './output.ts';
import type { Services } from './services.ts';

const HELP = `
The first line is the verifier key, which everybody may know. The key itself is never printed, except by --new, which makes
one for the configuration and keeps nothing.

--rotate makes a new key in the data directory. The next start writes the change into the log; until the time of --both-until
the old key signs beside it, so that nobody who knows only that one is shut out. --compromised is for a key that is lost or
may be stolen: it never signs again. docs/audit.md says whom to tell.

Examples:
  stet log key
  stet log key --json
  stet log key --rotate
  stet log key --rotate --both-until 90d
  stet log key --rotate --compromised
  stet log key --new daily.example/log > /run/secrets/log-key`;

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 };
const BOTH_UNTIL = 30 * SECONDS.d;
const LONGEST = 3_650 * SECONDS.d;

interface KeyOptions extends ConfigOptions {
  readonly json?: boolean;
  readonly rotate?: boolean;
  /** Seconds. */
  readonly bothUntil?: number;
  readonly compromised?: boolean;
  readonly new?: string;
}

export function logKeyCommand(services: Services): Command {
  return new Command('key')
    .description("print the log's verifier key, or change the key")
    .option('--json', 'print it as JSON, with the keys before it')
    .option('--rotate', 'make a new key, which signs from the next start on')
    .addOption(
      new Option('--both-until <duration>', 'how long the old key signs beside it: 12h, 30d')
        .argParser(parseDuration)
        .default(undefined, '30d')
        .conflicts('compromised'),
    )
    .option('--compromised', 'with --rotate: the old key is lost or may be stolen, and never signs again')
    .addOption(
      new Option('--new <name>', 'print a new key for the configuration').conflicts([
        'rotate',
        'compromised',
        'json',
      ]),
    )
    .addOption(configOption())
    .addOption(dataOption())
    .addHelpText('after', HELP)
    .action(async (options: KeyOptions) => {
      if (options.new !== undefined) {
        await printNew(options.new);
        return;
      }
      if (options.rotate !== true && (options.compromised === true || options.bothUntil !== undefined)) {
        throw new StetError('log-rotate-missing', 'This changes the key only together with --rotate.');
      }
      const place = await logPlace(services, options);
      if (options.rotate === true) await rotate(place, options);
      else await show(place, options.json === true);
    });
}

async function printNew(name: string): Promise<void> {
  const [{ newSignerKey }, { isKeyName }] = await Promise.all([
    import('../ledger/log-key.ts'),
    import('../log/note.ts'),
  ]);
  if (!isKeyName(name)) {
    throw new StetError(
      'log-name-wrong',
      `“${name}” cannot be a log's name: give its address without the scheme, such as daily.example/log`,
    );
  }
  await print(`${newSignerKey(name)}\n`);
  say('Keep it where only Stet can read it, with a backup: whoever has it can sign in your name.');
}

async function show(place: LogPlace, asJson: boolean): Promise<void> {
  const [{ readLogKeys }, { formatVerifierKey }] = await Promise.all([
    import('../ledger/log-key.ts'),
    import('../log/note.ts'),
  ]);
  const { current, previous } = readLogKeys(place);
  const key = formatVerifierKey(current.verifier);
  if (asJson) {
    const before = previous.map(({ verifier, text, bothUntil }) => ({
      key: formatVerifierKey(verifier),
      bothUntil: text === null ? null : new Date(bothUntil).toISOString(),
    }));
    await print(`${JSON.stringify({ key, origin: current.verifier.name, previous: before }, null, 2)}\n`);
    return;
  }
  await print(`${key}\n`);
  const shown = place.siteUrl === null ? 'The site shows it' : `${place.siteUrl} shows it at /log/`;
  say(`
${shown} and in trust.txt. Pin it also where this site has no hand in it, so that nobody can change both:
  - in your agreements with agencies, and in their engineers' stet log audit and stet log monitor (--vkey)
  - with the witnesses of this log (stet witness --log)
  - in print, on your other accounts, with a notary, in a public archive`);
}

async function rotate(place: LogPlace, { bothUntil, compromised }: KeyOptions): Promise<void> {
  const { rotateLogKey } = await import('../ledger/rotate-log-key.ts');
  const until = compromised === true ? null : Date.now() + (bothUntil ?? BOTH_UNTIL) * 1000;
  const changed = rotateLogKey(place, until);
  await print(`${changed.new}\n`);
  say(toDo(changed, until));
}

const toDo = ({ old }: KeyRotation, until: number | null): string =>
  until === null
    ? `
The old key is never used again, once Stet has been started anew: stop it now if it runs, and start it.
  ${old}
Then tell everybody who knows the old key, by another way than this site, what docs/audit.md lists under "A key is lost or
stolen".`
    : `
Start Stet anew: from then on this key signs, and the one before it beside it until ${new Date(until).toISOString()}.
  ${old}
Until then give the new key to everybody who knows the old one: docs/audit.md, "Changing the key".`;

/** Seconds. */
function parseDuration(text: string): number {
  const [, digits, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  const isUnit = (value: string | undefined): value is keyof typeof SECONDS =>
    value !== undefined && Object.hasOwn(SECONDS, value);
  const seconds = isUnit(unit) ? Number(digits) * SECONDS[unit] : 0;
  if (seconds === 0 || seconds > LONGEST) {
    throw new InvalidArgumentError('It must be a duration such as 12h or 30d, at most 3650d.');
  }
  return seconds;
}
