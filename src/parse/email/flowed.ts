// format=flowed (RFC 3676 §4): a line that ends in a space goes on in the next. The signature's separator never does.

export const SIGNATURE = '-- ';

/** Joins what was broken to fit a line. `text` has LF line ends; quoted lines keep one `>` for each level. */
export function unflow(text: string, deleteSpace: boolean): string {
  const paragraphs: string[] = [];
  let open: string[] = [];
  let depth = 0;
  const close = () => {
    if (open.length > 0) paragraphs.push(`${'>'.repeat(depth)}${depth > 0 ? ' ' : ''}${open.join('')}`);
    open = [];
  };
  for (const written of text.split('\n')) {
    const quotes = /^>*/.exec(written)?.[0].length ?? 0;
    const unquoted = written.slice(quotes);
    // A space was put before lines that begin with one, or with `>` or `From ` (§4.4).
    const line = unquoted.startsWith(' ') ? unquoted.slice(1) : unquoted;
    if (quotes !== depth) close();
    depth = quotes;
    if (line === SIGNATURE) {
      close();
      open = [line];
      close();
    } else if (line.endsWith(' ')) open.push(deleteSpace ? line.slice(0, -1) : line);
    else {
      open.push(line);
      close();
    }
  }
  close();
  return paragraphs.join('\n');
}
