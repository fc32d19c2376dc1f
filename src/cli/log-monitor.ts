// `stet log monitor URL`: watches somebody's log and alarms when it is not what it must be.

import { Command, InvalidArgumentError } from 'commander';
import type { MonitorOptions } from '../flows/monitor.ts';
import { StetError } from '../model/errors.ts';
import { onInterruption } from './interruption.ts';
import { print, printError, say } from './output.ts';

const HELP = `
Fetches the log's checkpoint, checks its signature, and proves from the log's tiles that it goes on from the checkpoint seen
before, which is kept in the file of --state: make a backup of it. Exit 1 and one line on standard error at the first alarm:

  log-fork             the log has signed two histories, or two roots for one size
  log-rollback         the log shows less than it had signed before
  log-behind           the log shows less than others were shown (--also)
  log-signature-…      the checkpoint is not signed by the key, or was changed
  log-tile…, log-entry…, log-inclusion…   what the checkpoint covers is gone or was changed
  log-stale            nothing newer than --max-age

The signed notes that show it are put beside the file of --state: keep them, they are the proof. A log that can't be reached
is no alarm before --max-age has passed; with --once it is exit 1 all the same.

Examples:
  stet log monitor https://daily.example/log --vkey 'daily.example/log+1a2b3c4d+AQ…' --state daily.json
  stet log monitor https://daily.example/log --vkey … --state daily.json --once     for cron
  stet log monitor … --max-age 86400 --witness 'courier.example/witness+…' --webhook https://alerts.example/stet
  stet log monitor … --also https://mirror.example/log/checkpoint`;

/** Milliseconds. */
const SETTLE = 5_000;

interface MonitorCommandOptions {
  readonly vkey: readonly string[];
  readonly state: string;
  readonly every: number;
  readonly once?: boolean;
  readonly maxAge?: number;
  readonly witness: readonly string[];
  readonly also: readonly URL[];
  readonly webhook?: URL;
}

export function logMonitorCommand(fail: () => void): Command {
  return new Command('monitor')
    .description('watch a log from outside')
    .argument('<url>', 'where the log is: its checkpoint is at URL/checkpoint', parseUrl)
    .requiredOption('--vkey <key>', "the log's verifier key; twice while it changes its key", several, [])
    .requiredOption('--state <file>', 'what was seen last')
    .option('--every <seconds>', 'time between two looks', parseSeconds, 60)
    .option('--once', 'look once and end')
    .option('--max-age <seconds>', 'alarm when the log shows nothing newer', parseSeconds)
    .option(
      '--witness <key>',
      "a witness's verifier key: its cosignatures show how new a checkpoint is",
      several,
      [],
    )
    .option('--also <url>', "where else the log's checkpoint is shown: a mirror, a witness", severalUrls, [])
    .option('--webhook <url>', 'send an alarm there, as JSON', parseUrl)
    .addHelpText('after', HELP)
    .action(async (url: URL, options: MonitorCommandOptions) => {
      const ended = await watch(url, options);
      if (ended === null) return;
      printError(ended);
      fail();
    });
}

async function watch(url: URL, options: MonitorCommandOptions): Promise<string | null> {
  const [{ keepMonitoring }, { openLogHttp }, { systemClock, systemTimers }, { nodeCrypto }] =
    await Promise.all([
      import('../flows/keep-monitoring.ts'),
      import('../flows/log-http.ts'),
      import('../sources/clock.ts'),
      import('../log/node-crypto.ts'),
    ]);
  const target = await targetOf(url, options);
  const stop = new AbortController();
  onInterruption(() => stop.abort(new StetError('stopped', 'stopped')));
  const http = openLogHttp(systemClock, systemTimers);
  try {
    return await keepMonitoring({
      target: {
        ...target,
        crypto: nodeCrypto,
        http,
        now: systemClock.now,
        timers: systemTimers,
        settle: SETTLE,
      },
      state: options.state,
      every: options.once === true ? null : options.every * 1000,
      webhook: options.webhook ?? null,
      clock: systemClock,
      stop: stop.signal,
      well: (line) => print(`${line}\n`),
      trouble: say,
    });
  } finally {
    await http.close();
  }
}

async function targetOf(
  log: URL,
  { vkey, witness, also, maxAge }: MonitorCommandOptions,
): Promise<Omit<MonitorOptions, 'crypto' | 'http' | 'now' | 'timers' | 'settle'>> {
  const { givenLogKey, givenWitnessKey } = await import('../flows/given-key.ts');
  const verifiers = vkey.map(givenLogKey);
  const names = new Set(verifiers.map(({ name }) => name));
  const [origin] = names;
  if (origin === undefined || names.size > 1) {
    throw new StetError(
      'monitor-key-wrong',
      'give the key of one log with --vkey; two keys must have one name',
    );
  }
  return {
    log,
    origin,
    verifiers,
    witnesses: witness.map(givenWitnessKey),
    others: also,
    maxAge: maxAge === undefined ? null : maxAge * 1000,
  };
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new InvalidArgumentError('It must begin with https:// or http://.');
  }
  return url;
}

function parseSeconds(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a number of seconds.');
  return Number(text);
}

const several = (value: string, before: readonly string[]): readonly string[] => [...before, value];
const severalUrls = (value: string, before: readonly URL[]): readonly URL[] => [...before, parseUrl(value)];
