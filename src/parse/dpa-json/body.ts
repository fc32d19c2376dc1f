// The public text of a dpa entry: article and infobox. The notepad, contacts and links for research stay out and are named.

import type { ParseContext } from '../../model/parse-result.ts';
import { lineOfHtml, type SentText } from '../html-text.ts';
import { htmlBody } from '../json/body.ts';
import type { Fields } from '../json/fields.ts';
import { escapeText } from '../xml/markup.ts';

export function readBody(fields: Fields, context: ParseContext): SentText & { readonly kind: 'html' } {
  const article = fields.text('article_html') ?? '';
  const infobox = fields.text('infobox_html') ?? '';
  nameWhatStaysOut(fields);
  const dated = article.trim() === '' ? '' : withDateline(article, fields.text('dateline'));
  const { body, warnings } = htmlBody(withoutEmbeds(fields, `${dated}${infobox}`), context);
  fields.warnings.push(...warnings);
  return { kind: 'html', value: body.value.trim() === '' ? '' : body.value, base: context.baseUrl };
}

const FIRST_WORDS = /<p(?:\s[^<>]*)?>(?!(?:\s|&nbsp;)*<\/p>)\s*/i;

/** dpa keeps the dateline apart from the article, whose first paragraph it begins. It is not put there twice. */
function withDateline(article: string, dateline: string | null): string {
  if (dateline === null || dateline.trim() === '') return article;
  const first = lineOfHtml(article.slice(0, LONGEST_BEGINNING)) ?? '';
  if (first.startsWith(dateline.trim())) return article;
  const written = escapeText(/\s$/.test(dateline) ? dateline : `${dateline} `);
  const paragraph = FIRST_WORDS.exec(article);
  if (paragraph === null) return `<p>${written.trim()}</p>${article}`;
  const at = paragraph.index + paragraph[0].length;
  return `${article.slice(0, at)}${written}${article.slice(at)}`;
}

/** Code units in which a dateline would show. */
const LONGEST_BEGINNING = 2000;

/** dpa's own elements stand for players and charts; they hold no words. */
const EMBED = /<(dnl-[a-z]+)(?:\s+[\w-]+="[^"]*")*\s*>\s*<\/\1\s*>/gi;

function withoutEmbeds(fields: Fields, html: string): string {
  if (!html.includes('<dnl-')) return html;
  const names = new Set<string>();
  const rest = html.replaceAll(EMBED, (_whole, name: string) => {
    names.add(name.toLowerCase());
    return '';
  });
  for (const name of names)
    fields.warn('embed-left-out', `<${name}> stands for something on the web and was left out`);
  return rest;
}

function nameWhatStaysOut(fields: Fields): void {
  const notepad = fields.object('notepad');
  const hasNotes = ['public_html', 'nonpublic_html'].some((key) => notepad?.word(key) != null);
  const hasContacts = fields.objects('ednotes').some((note) => /contacts$/.test(note.word('role') ?? ''));
  const left = [
    hasNotes ? 'the notepad' : null,
    hasContacts ? 'contacts' : null,
    fields.word('linkbox_html') === null ? null : 'the links',
  ].filter((part) => part !== null);
  if (left.length > 0) fields.warn('part-left-out', `${left.join(', ')} were left out`);
}
