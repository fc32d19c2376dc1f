// `stet import PATH…`: an archive in, as if it had come from one of the sources.

import { Command } from 'commander';
import type { ImportProgress } from '../flows/import.ts';
import type { Config } from '../model/config.ts';
import { StetError } from '../model/errors.ts';
import type { Source } from '../model/source.ts';
import { onInterruption } from './interruption.ts';
import { type ConfigOptions, configOption, configured, dataOption } from './options.ts';
import { print, say } from './output.ts';
import { openProgress, type Progress } from './progress.ts';
import type { Services } from './services.ts';

const HELP = `
Files and folders are read in the order of their names. Stop Stet first. An import that is broken off goes on where it
was when the same command is given again, and nothing comes in twice. Exit 1 when a file could not be read or understood;
those are named, and their bytes are in the quarantine.

Examples:
  stet import archive/ --source example
  stet import 2025/*.xml --source example --restart`;

interface ImportCommandOptions extends ConfigOptions {
  readonly source?: string;
  readonly restart?: boolean;
}

export function importCommand(services: Services, fail: () => void): Command {
  return new Command('import')
    .description('take in an archive of files')
    .argument('<paths...>', 'files and folders')
    .option(
      '-s, --source <id>',
      'the configured source that they are from; may be left out when there is only one',
    )
    .option('--restart', 'begin again, whatever an earlier import had done')
    .addOption(configOption())
    .addOption(dataOption())
    .addHelpText('after', HELP)
    .action(async (paths: readonly string[], options: ImportCommandOptions) => {
      const config = await configured(services, options);
      const source = sourceFor(config, options.source);
      const stop = interruption();
      const bar = openProgress(process.stderr, Date.now);
      const result = await importInto(config, source, paths, options.restart === true, stop.signal, bar);
      bar.end(summary(result));
      await print(`${JSON.stringify(result)}\n`);
      if (stop.signal.aborted) say('Broken off. Give the same command again to go on.');
      if (result.failures > 0 || stop.signal.aborted) fail();
    });
}

async function importInto(
  config: Config,
  source: Source,
  paths: readonly string[],
  restart: boolean,
  signal: AbortSignal,
  bar: Progress,
): Promise<ImportProgress> {
  const [{ importFiles }, { openOffline }] = await Promise.all([
    import('../flows/import.ts'),
    import('../flows/open-offline.ts'),
  ]);
  const { store, intake, close } = await openOffline(config);
  try {
    await intake.resume();
    return await importFiles({
      paths,
      source: source.id,
      receive: intake.receive,
      db: store.db,
      progress: ({ done, files, items }) => bar.update(done, files, `${items} items`),
      problem: (file, message) => bar.note(`${file}: ${message}`),
      signal,
      restart,
    });
  } finally {
    await close();
  }
}

/** @throws {StetError} `source-unknown` with those there are. */
function sourceFor(config: Config, wanted: string | undefined): Source {
  const found =
    wanted === undefined && config.sources.length === 1
      ? config.sources[0]
      : config.sources.find(({ id }) => id === wanted);
  if (found !== undefined) return found;
  const ids = config.sources.map(({ id }) => id).join(', ');
  const problem =
    wanted === undefined
      ? 'name the source that the files are from with --source'
      : `there is no source ${wanted}`;
  throw new StetError('source-unknown', `${problem}; configured: ${ids === '' ? 'none' : ids}`, { ids });
}

function interruption(): AbortController {
  const stop = new AbortController();
  onInterruption(() => {
    say('Stopping after the files under way.');
    stop.abort();
  });
  return stop;
}

const summary = ({ files, done, skipped, items, seen, failures }: ImportProgress): string =>
  `${done} of ${files} files behind us: ${items} items, ${skipped} files read by an earlier run, ${seen} had come before, ${failures} problems.`;
