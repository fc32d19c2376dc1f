// `stet log audit DIR|URL`: is this log what it must be, all of it? Exit codes of its own: 1 when something is wrong, 2 when that could not be
// found out.

import { Command } from 'commander';
import type { LogFiles } from '../flows/log-audit/files.ts';
import type { Web } from '../flows/log-audit/web.ts';
import type { AuditOptions, AuditReport } from '../flows/log-audit.ts';
import type { Policy } from '../log/checkpoint.ts';
import { StetError } from '../model/errors.ts';
import { onInterruption } from './interruption.ts';
import { print, printError, say } from './output.ts';
import { openProgress } from './progress.ts';

const HELP = `
DIR is a static mirror, such as stet log export writes; URL is where a site has its log, such as https://daily.example/log/.
Reads all of it: the checkpoint's signatures, every tile and entry, the chain of every story, every record, and whether what
is erased was taken down openly. With pages, which is the default for a URL, every story's address is fetched as well and
held against the log, and every page of the site's sitemap must be in it.

An audit with --state that is broken off goes on when the same command is given again.
Exit 0 when all is right, 1 when something is wrong, 2 when it could not be checked.

Examples:
  stet log audit mirror/ --vkey 'daily.example/log+1a2b3c4d+AQ…'
  stet log audit https://daily.example/log/ --vkey … --state daily.audit --json report.json
  stet log audit https://daily.example/log/ --vkey … --no-pages --since checkpoint.kept
  stet log audit mirror/ --vkey … --pages https://daily.example
  stet log audit mirror/ --vkey … --witness 'courier.example/witness+…' --witness … --quorum 1`;

interface AuditCommandOptions {
  readonly vkey: readonly string[];
  readonly witness: readonly string[];
  readonly quorum?: string;
  readonly since?: string;
  /** An address, or whether at all. */
  readonly pages?: string | boolean;
  readonly state?: string;
  readonly json?: string;
}

/** @param fail given the exit code. */
export function logAuditCommand(fail: (code: 1 | 2) => void): Command {
  return new Command('audit')
    .description('check a whole log, and the pages that it speaks of')
    .argument('<dir|url>', 'a static mirror, or where a site has its log')
    .requiredOption('--vkey <key>', "the log's verifier key; twice while it changes its key", several, [])
    .option('--witness <key>', "a witness's verifier key; may be given several times", several, [])
    .option('--quorum <n>', 'how many witnesses must have cosigned; all of them when left out')
    .option('--since <file>', 'a checkpoint kept from earlier: the log must go on from it')
    .option('--pages [site]', "hold the site's pages against the log; for a mirror, name the site")
    .option('--no-pages', 'leave pages aside')
    .option('--state <file>', 'keep the state of the audit there while it runs')
    .option('--json <file>', 'write the report there as JSON')
    .addHelpText('after', HELP)
    .action(async (place: string, options: AuditCommandOptions) => {
      try {
        const report = await audit(place, options);
        await show(report, options.json ?? null);
        if (report.findings.length > 0) fail(1);
      } catch (error) {
        if (!(error instanceof StetError)) throw error;
        printError(error.message);
        fail(2);
      }
    });
}

async function audit(place: string, options: AuditCommandOptions): Promise<AuditReport> {
  const [{ auditLog }, { filesOfSite, openFolder }, { openWeb }, { systemClock }, { setTimeout: sleep }] =
    await Promise.all([
      import('../flows/log-audit.ts'),
      import('../flows/log-audit/files.ts'),
      import('../flows/log-audit/web.ts'),
      import('../sources/clock.ts'),
      import('node:timers/promises'),
    ]);
  const policy = await policyOf(options);
  const stop = new AbortController();
  onInterruption(() => stop.abort(stopped(options.state ?? null)));
  const wait = (ms: number, signal: AbortSignal): Promise<void> =>
    sleep(ms, undefined, { signal }).catch(() => undefined);
  const web: Web = openWeb({ clock: systemClock, signal: stop.signal, wait });
  const bar = openProgress(process.stderr, Date.now);
  const base = addressOf(place);
  const site = siteOf(base, options.pages);
  try {
    const files: LogFiles = base === null ? await openFolder(place) : filesOfSite(base, web);
    const report = await auditLog({
      files,
      origin: originOf(policy),
      policy,
      since: options.since === undefined ? null : await readText(options.since),
      site: site === null ? null : { address: site, web },
      state: options.state ?? null,
      progress: bar.update,
      monotonic: () => performance.now(),
      signal: stop.signal,
    } satisfies AuditOptions);
    bar.end(summaryOf(report));
    return report;
  } finally {
    await web.close();
  }
}

const stopped = (state: string | null): StetError =>
  new StetError(
    'audit-stopped',
    state === null ? 'Broken off.' : 'Broken off. Give the same command again to go on.',
  );

async function policyOf({ vkey, witness, quorum }: AuditCommandOptions): Promise<Policy> {
  const { givenLogKey, givenWitnessKey } = await import('../flows/given-key.ts');
  const witnesses = witness.map(givenWitnessKey);
  if (quorum !== undefined && !/^\d{1,3}$/.test(quorum)) {
    throw new StetError('audit-quorum-wrong', `--quorum must be a number, not ${quorum}`, { quorum });
  }
  return {
    logKeys: vkey.map(givenLogKey),
    witnesses,
    quorum: quorum === undefined ? witnesses.length : Number(quorum),
  };
}

/** A log's name is that of its key. */
function originOf({ logKeys }: Policy): string {
  const [origin, other] = new Set(logKeys.map(({ name }) => name));
  if (origin === undefined || other !== undefined) {
    throw new StetError(
      'audit-key-wrong',
      'Give the key of one log with --vkey; two keys must have one name.',
    );
  }
  return origin;
}

/** With its last slash; `null` for a folder. */
function addressOf(place: string): URL | null {
  if (!/^https?:\/\//i.test(place)) return null;
  const url = URL.parse(place.endsWith('/') ? place : `${place}/`);
  if (url === null) throw new StetError('audit-no-log', `${place} is no address.`, { place });
  return url;
}

/** The address of the site without a last slash; `null` when pages are left aside. */
function siteOf(base: URL | null, pages: string | boolean | undefined): string | null {
  if (typeof pages === 'string') return pages.replace(/\/+$/, '');
  if (pages === false || (base === null && pages === undefined)) return null;
  const site = base?.href.endsWith('/log/') === true ? base.href.slice(0, -'/log/'.length) : null;
  if (site !== null) return site;
  throw new StetError(
    'audit-no-site',
    'Name the site whose pages are meant with --pages, or leave them aside with --no-pages.',
  );
}

async function readText(file: string): Promise<string> {
  const { readInput } = await import('./input.ts');
  return Buffer.from((await readInput(file)).bytes).toString('utf8');
}

async function show(report: AuditReport, json: string | null): Promise<void> {
  const { findings, counts } = report;
  let shown = '';
  for (const [code, count] of Object.entries(counts)) {
    const listed = findings.filter((finding) => finding.code === code).slice(0, SHOWN);
    for (const { message } of listed) shown += `✗ ${code}: ${message}\n`;
    if (count > listed.length) shown += `  … and ${count - listed.length} more of ${code}\n`;
  }
  await print(shown);
  if (json === null) return;
  const { writeFile } = await import('node:fs/promises');
  await writeFile(json, `${JSON.stringify(report, null, 2)}\n`);
  say(`The report is in ${json}.`);
}

/** Findings of one kind that are printed; the JSON has more. */
const SHOWN = 20;

function summaryOf({ place, origin, checkpoint, checked, counts, cosigned }: AuditReport): string {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const verdict = total === 0 ? 'all is right' : total === 1 ? '1 finding' : `${total} findings`;
  if (checkpoint === null) return `${place}: ${verdict}. Nothing could be read by this checkpoint.`;
  const read = `${checkpoint.size} leaves of ${checked.items} stories, ${checked.records} records`;
  // Without a sitemap nothing says what was published beside the log.
  const listed = checked.listed === 0 ? 'no sitemap' : `${checked.listed} in the sitemap`;
  const pages = checked.pages === 0 ? '' : `, ${checked.pages} pages (${listed})`;
  const witnesses =
    cosigned.length === 0 ? '' : `, cosigned by ${cosigned.map(({ witness }) => witness).join(', ')}`;
  return `${origin}${witnesses}: ${read}${pages}: ${verdict}.`;
}

const several = (value: string, before: readonly string[]): readonly string[] => [...before, value];
