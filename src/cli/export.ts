// `stet export --as FORMAT`: what is public, out again as files of a wire format or feed; what was taken down as its notice.

import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Choice, Exportable } from '../flows/export.ts';
import { StetError } from '../model/errors.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../publish/export/formats.ts';
import { type ConfigOptions, configOption, configured, dataOption } from './options.ts';
import { print, say } from './output.ts';
import type { Services } from './services.ts';

const HELP = `
One file per post, named after its path. The label is an element of its own, the text is to the letter. A post that was
taken down is written as the format's canceled or withheld form, without its copy. What a format cannot hold is named and
not written; exit 1 then. Only reads: with SQLite it may be run beside a running Stet.

Examples:
  stet export --as newsml-g2
  stet export --as nitf --since 2026-11-01 --out outbox
  stet export --as ninjs --post /world/harbour-bridge-reopens-5f1c0a9be2d34471`;

interface ExportOptions extends ConfigOptions {
  readonly as: ExportFormat;
  readonly item?: string;
  readonly post?: string;
  readonly since?: string;
  readonly out?: string;
}

export function exportCommand(services: Services, fail: () => void): Command {
  return new Command('export')
    .description('write public posts as files of a wire format or feed')
    .addOption(new Option('--as <format>', 'format to write').choices(EXPORT_FORMATS).makeOptionMandatory())
    .addOption(
      new Option('--item <id>', 'only the post of this item')
        .argParser(parseItem)
        .conflicts(['post', 'since']),
    )
    .addOption(new Option('--post <path>', 'only the post at this path or address').conflicts('since'))
    .addOption(new Option('--since <time>', 'only what changed since (ISO 8601)').argParser(parseTime))
    .option('-o, --out <dir>', 'folder to write to; without one a single post goes to standard output')
    .addOption(configOption())
    .addOption(dataOption())
    .addHelpText('after', HELP)
    .action(async (options: ExportOptions) => {
      if ((await exportAll(services, options)) > 0) fail();
    });
}

/** Folder for all posts when none is named. */
const DEFAULT_FOLDER = 'export';

/** How many posts could not be written. */
async function exportAll(services: Services, options: ExportOptions): Promise<number> {
  const [{ openReading }, { exportable }, { WRITERS, writeStory }] = await Promise.all([
    import('../flows/open-reading.ts'),
    import('../flows/export.ts'),
    import('../publish/export/formats.ts'),
  ]);
  const config = await configured(services, options);
  const choice = choiceOf(options, config.site.url);
  const { ending } = WRITERS[options.as];
  const folder = options.out ?? (choice.by === 'change' ? DEFAULT_FOLDER : null);
  const reading = await openReading(config);
  let written = 0;
  let refused = 0;
  try {
    for await (const one of exportable(choice, reading, config)) {
      const text = writtenOrNamed(one, (story) => writeStory(story, options.as));
      if (text === null) refused += 1;
      else if (folder === null) await print(text);
      else await put(join(folder, `${fileName(one.path)}${ending}`), text);
      if (text !== null) written += 1;
    }
  } finally {
    await reading.close();
  }
  if (folder !== null)
    say(`${written} posts written to ${folder}${refused === 0 ? '' : `, ${refused} not`}.`);
  return refused;
}

function writtenOrNamed({ path, story }: Exportable, write: (story: Exportable['story']) => string) {
  try {
    return write(story);
  } catch (error) {
    if (!(error instanceof StetError) || error.code !== 'export-not-possible') throw error;
    say(`${path}: ${error.message}`);
    return null;
  }
}

/** Whoever watches the folder never sees half a file. */
async function put(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.part`, text);
  await rename(`${file}.part`, file);
}

/** Longest name that every file system takes, with room for the ending: bytes, all of them ASCII. */
const LONGEST_NAME = 200;

/** The path without its slash; of a name that is too long the end stays, which holds the item's id. */
const fileName = (path: string): string =>
  path
    .slice(1)
    .split('/')
    .map((part) => (part.length <= LONGEST_NAME ? part : part.slice(-16)))
    .join('/');

function choiceOf({ item, post, since }: ExportOptions, siteUrl: string): Choice {
  if (item !== undefined) return { by: 'item', id: item };
  if (post === undefined) return { by: 'change', since: since ?? null };
  return { by: 'path', path: post.startsWith(`${siteUrl}/`) ? post.slice(siteUrl.length) : post };
}

function parseItem(value: string): string {
  if (!/^[0-9a-f]{16}$/.test(value)) throw new InvalidArgumentError('An item id has 16 hexadecimal digits.');
  return value;
}

function parseTime(value: string): string {
  const time = Date.parse(value);
  if (Number.isNaN(time) || !/^\d{4}-/.test(value)) {
    throw new InvalidArgumentError(
      'It must be an ISO 8601 time, such as 2026-11-01 or 2026-11-01T06:00:00Z.',
    );
  }
  return new Date(time).toISOString();
}
