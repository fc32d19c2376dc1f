// `stet parse FILE…`: what the parsers make of files, as a JSON array that is written while they are read.

import { Command, InvalidArgumentError, Option } from 'commander';
import { StetError } from '../model/errors.ts';
import { FORMATS, type Format, type ParsedItem } from '../model/item.ts';
import { DEFAULT_LIMITS, type ParseContext, type ParseFailure } from '../model/parse-result.ts';
import { readInput } from './input.ts';
import { print } from './output.ts';

const HELP = `
One object per item. A file, or an item in it, that cannot be parsed gives
  {"file": …, "error": {"code", "message", "line", "column"}}
and exit code 1; the other files and items are still written. Absent values are null.

Examples:
  stet parse feed.xml
  stet parse --format text --timezone Asia/Kolkata archive/*.txt
  curl -s https://agency.example/rss | stet parse - | jq '.[].headline'`;

interface ParseOptions {
  readonly format: Format | 'auto';
  readonly timezone: string;
  readonly language: string | null;
  readonly charset: string | null;
  readonly provider: string;
}

export function parseCommand(fail: () => void): Command {
  return new Command('parse')
    .description('parse files and print their items as JSON')
    .argument('<files...>', 'files in any format; - for standard input')
    .addOption(
      new Option('-f, --format <format>', 'format of the files')
        .choices(['auto', ...FORMATS])
        .default('auto'),
    )
    .addOption(
      new Option('--timezone <zone>', 'IANA zone of times that state none')
        .argParser(parseTimezone)
        .default('UTC'),
    )
    .addOption(
      new Option('--language <tag>', 'BCP 47 tag of stories that state none')
        .argParser(parseLanguage)
        .default(null),
    )
    .addOption(
      new Option('--charset <name>', 'character set of formats that state none (iptc7901, anpa1312)').default(
        null,
      ),
    )
    .addOption(
      new Option('--provider <name>', 'the agency, which with the guid identifies an item').default('local'),
    )
    .addHelpText('after', HELP)
    .action(async (files: readonly string[], options: ParseOptions) => {
      const array = jsonArray();
      for (const file of files) {
        for await (const entry of entriesOf(file, options)) {
          if ('error' in entry) fail();
          await array.add(entry);
        }
      }
      await array.end();
    });
}

/** Writes the elements of one JSON array as they come, one on a line. */
function jsonArray() {
  let isEmpty = true;
  return {
    async add(element: object): Promise<void> {
      await print(`${isEmpty ? '[\n' : ',\n'}${JSON.stringify(element)}`);
      isEmpty = false;
    },
    end: () => print(isEmpty ? '[]\n' : '\n]\n'),
  };
}

type FileError = { file: string; error: Pick<ParseFailure, 'code' | 'message' | 'line' | 'column'> };

async function* entriesOf(file: string, options: ParseOptions): AsyncGenerator<ItemJson | FileError> {
  const { parse } = await import('../parse/parse.ts');
  try {
    const { bytes, changed } = await readInput(file);
    for (const step of parse(bytes, contextOf(options, changed))) {
      yield step.type === 'item' ? itemJson(file, step.item) : { file, error: errorJson(step.failure) };
    }
  } catch (error) {
    if (!(error instanceof StetError)) throw error;
    yield { file, error: { code: error.code, message: error.message, line: null, column: null } };
  }
}

const contextOf = (options: ParseOptions, changed: Date): ParseContext => ({
  ...options,
  emptyEmbargo: 'hold',
  conventions: [],
  contentType: null,
  baseUrl: null,
  receivedAt: changed.toISOString(),
  guid: null,
  version: null,
  limits: DEFAULT_LIMITS,
});

const errorJson = ({ code, message, line, column }: ParseFailure) => ({ code, message, line, column });

type ItemJson = { readonly file: string } & ParsedItem;

/** The keys in their promised order; those added since come after them. */
export function itemJson(file: string, item: ParsedItem): ItemJson {
  const { format, provider, guid, version, versionCreated, firstCreated, status, kind, signals, headline } =
    item;
  const { slugline, byline, dateline, credit, urgency, language, direction, subjects, keywords, places } =
    item;
  const { embargoedUntil, expires, edNote, rights, related, media, bodyHtml, text, textSha256, warnings } =
    item;
  return {
    file,
    ...{ format, provider, guid, version, versionCreated, firstCreated, status, kind, signals, headline },
    ...{ slugline, byline, dateline, credit, urgency, language, direction, subjects, keywords, places },
    ...{ embargoedUntil, expires, edNote, rights, related, media, bodyHtml, text, textSha256, warnings },
    ...{ summary: item.summary, link: item.link, signOff: item.signOff },
    ...{ disclaimer: item.disclaimer, refusal: item.refusal },
  };
}

function parseTimezone(value: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone && value;
  } catch {
    throw new InvalidArgumentError('It must be an IANA time zone such as Asia/Kolkata.');
  }
}

function parseLanguage(value: string): string {
  try {
    return Intl.getCanonicalLocales(value)[0] ?? value;
  } catch {
    throw new InvalidArgumentError('It must be a BCP 47 tag such as en or hi.');
  }
}
