// The polled sources of a configuration as OPML 2.0, in a group for each section.

import type { Config } from '../../model/config.ts';
import type { Source } from '../../model/source.ts';

/** Passwords in addresses stay at home. */
export function opmlOf({ site, sources }: Config): string {
  const groups = new Map<string, string[]>();
  for (const source of sources) {
    if (source.transport.type !== 'poll') continue;
    const group = groups.get(source.section) ?? [];
    groups.set(source.section, [...group, outline(source, source.transport.url)]);
  }
  const named = (section: string) => site.sections.find(({ slug }) => slug === section)?.name ?? section;
  const body = [...groups].map(
    ([section, feeds]) =>
      `    <outline text="${escapeXml(named(section))}">\n${feeds.join('')}    </outline>\n`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n',
    `  <head>\n    <title>${escapeXml(site.title)}</title>\n  </head>\n`,
    `  <body>\n${body.join('')}  </body>\n</opml>\n`,
  ].join('');
}

function outline({ name, language }: Source, address: string): string {
  const url = new URL(address);
  url.username = '';
  url.password = '';
  const spoken = language === null ? '' : ` language="${escapeXml(language)}"`;
  return `      <outline type="rss" text="${escapeXml(name)}" title="${escapeXml(name)}" xmlUrl="${escapeXml(url.href)}"${spoken}/>\n`;
}

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
