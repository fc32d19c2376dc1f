// `stet text FILE.html`: the canonical text (wire-text/1) of an HTML fragment.

import { Command } from 'commander';
import { StetError } from '../model/errors.ts';
import { readInput } from './input.ts';
import { print, printError } from './output.ts';

const HELP = `
The text is written exactly, without a line break at the end unless it goes to a terminal. A fragment whose text
cannot be told for certain (a script, a form, a hidden element …) is refused: exit 1 and the reason.

Examples:
  stet text story.html
  stet text story.html | sha256sum
  curl -s https://news.example/story | pup article | stet text -`;

export function textCommand(fail: () => void): Command {
  return new Command('text')
    .description('print the canonical text (wire-text/1) of an HTML fragment')
    .argument('<file>', 'HTML fragment in UTF-8; - for standard input')
    .addHelpText('after', HELP)
    .action(async (file: string) => {
      const { textOfHtml } = await import('../text/html.ts');
      const result = textOfHtml(utf8((await readInput(file)).bytes, file));
      if (result.ok) {
        await print(process.stdout.isTTY ? `${result.text}\n` : result.text);
        return;
      }
      printError(`${file}: refused (${result.code}): ${result.message}`);
      fail();
    });
}

function utf8(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new StetError('not-utf-8', `${file} is not UTF-8, so its text cannot be told for certain`, {
      file,
    });
  }
}
