// Lines of a wire: what is blank in them, and what is only space at their edges. NBSP and its kind are text (wire-text/1).

const isSpace = (code: number): boolean => code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;

/** Without spaces, tabs and line ends at both edges. */
export function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start += 1;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end -= 1;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

export function isBlank(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (!isSpace(text.charCodeAt(at))) return false;
  return true;
}

/** Columns before the first character; a tab counts four. */
export function indentOf(text: string): number {
  let columns = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x20) columns += 1;
    else if (code === 0x09) columns += 4;
    else return columns;
  }
  return columns;
}

/** Words as agencies count them: runs without a space. */
export function wordCount(text: string): number {
  let count = 0;
  let inWord = false;
  for (let at = 0; at < text.length; at += 1) {
    const isInWord = text.charCodeAt(at) > 0x20;
    if (isInWord && !inWord) count += 1;
    inWord = isInWord;
  }
  return count;
}

/** Whether a count of words may be right: between what stands in the copy and what stands in all of the message. */
export function countFits(stated: number, copy: readonly string[], all: string, tolerance: number): boolean {
  const least = copy.reduce((sum, paragraph) => sum + wordCount(paragraph), 0);
  if (stated < least * (1 - tolerance) - 10) return false;
  return stated <= least * (1 + tolerance) + 10 || stated <= wordCount(all) * (1 + tolerance) + 10;
}
