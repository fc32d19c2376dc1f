// Recognises a line that names the writers and nothing else: `By Jane Roe`, `Von Jane Roe, dpa`. It stays in the text.

const ENGLISH = /^by:?\s+(?=\p{Lu})[\p{L}\p{M}\p{N} .,'’&/|–—-]{3,100}$/iu;
/** Words that also begin sentences: only names may follow. */
const OTHERS =
  /^(?:Von|Par|Por|Di|Da|Av|Af)(?:\s(?:\p{Lu}[\p{L}\p{M}.'’-]{1,30}|und|et|y|e|og|och|von|van|de|di|da|del|af|dpa|afp)[,/]?){2,12}$/u;

export const isByline = (line: string): boolean =>
  line.length <= 120 && (ENGLISH.test(line) || OTHERS.test(line)) && !/[.:;]$/.test(line);
