// The Reuters-21578 collection, where it lies beside the project: each story as a text file, as an agency would drop it. Evaluation only; the files
// go to a temporary folder.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ARCHIVE = fileURLToPath(new URL('../../shared/data/corpora/reuters-21578.tar.gz', import.meta.url));
const STORY = /<REUTERS[^>]*>([\s\S]*?)<\/REUTERS>/g;
const FILES_A_FOLDER = 1_000;

/** Writes the stories under `folder`; `null` where the collection is not there. */
export function writeReuters(folder: string): { readonly path: string; readonly files: number } | null {
  if (!existsSync(ARCHIVE)) return null;
  const packed = join(folder, 'reuters-sgml');
  const path = join(folder, 'reuters');
  mkdirSync(packed);
  execFileSync('tar', ['-xzf', ARCHIVE, '-C', packed, '--strip-components=1']);
  let files = 0;
  for (const name of readdirSync(packed)
    .filter((file) => file.endsWith('.sgm'))
    .sort()) {
    for (const [, story = ''] of readFileSync(join(packed, name), 'latin1').matchAll(STORY)) {
      const text = textOf(story);
      if (text === null) continue;
      const part = join(path, String(Math.floor(files / FILES_A_FOLDER)));
      mkdirSync(part, { recursive: true });
      writeFileSync(join(part, `${String(files++).padStart(5, '0')}.txt`), text);
    }
  }
  return { path, files };
}

function textOf(story: string): string | null {
  const body = element(story, 'BODY');
  if (body === null) return null;
  const paragraphs = body
    .replace(/\s*(?:Reuter|REUTER)\s*$/i, '')
    .split(/\n {4}/)
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim());
  const dateline = element(story, 'DATELINE')?.trim() ?? '';
  return `${element(story, 'TITLE')?.trim() ?? ''}\n\n${dateline} ${paragraphs.join('\n\n')}\n`;
}

function element(story: string, name: string): string | null {
  const found = new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(story)?.[1];
  return found === undefined ? null : unescapeSgml(found);
}

const unescapeSgml = (text: string): string =>
  text
    .replaceAll(/&#\d+;/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
