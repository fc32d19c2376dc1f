// `${NAME}` and `${file:/path}` in a configuration file. A reference is put aside before YAML is parsed, since its braces
// would end a plain word inside `{ … }`, and filled in afterwards, so that a secret can never be read as YAML.
// `$${` stands for a literal `${`.

const REFERENCE = /\$?\$\{([^}\n]*)\}/g;
const OPEN = 0xe000;
const PAD = String.fromCharCode(0xf8ff);
const MARK = /[\uE000-\uF8FE]\uF8FF+/g;
const MOST = 0xf8fe - OPEN;

export interface Masked {
  /** The text with every reference replaced by a mark of the same length, so that lines and columns stand. */
  readonly text: string;
  readonly references: readonly string[];
}

export function maskReferences(text: string): Masked {
  const references: string[] = [];
  const masked = text.replaceAll(REFERENCE, (whole) => {
    if (references.length > MOST) return whole;
    references.push(whole);
    return String.fromCharCode(OPEN + references.length - 1) + PAD.repeat(whole.length - 1);
  });
  return { text: masked, references };
}

/** Puts references back as they were written, for messages that quote the file. */
export function unmask(value: string, references: readonly string[]): string {
  return value.replaceAll(MARK, (mark) => references[mark.charCodeAt(0) - OPEN] ?? mark);
}

export interface Lookups {
  readonly variable: (name: string) => string | undefined;
  /** @throws {Error} when the file cannot be read. */
  readonly file: (path: string) => string;
}

/** Fills in the references of one value. What is wrong with any of them goes to `problem`, as a sentence. */
export function fillIn(
  value: string,
  references: readonly string[],
  lookups: Lookups,
  problem: (message: string) => void,
): string {
  return value.replaceAll(MARK, (mark) => {
    const written = references[mark.charCodeAt(0) - OPEN];
    if (written === undefined) return mark;
    if (written.startsWith('$$')) return written.slice(1);
    const name = written.slice(2, -1);
    const found = name.startsWith('file:') ? fromFile(name.slice(5), lookups, problem) : fromVariable(name);
    return found ?? written;
  });

  function fromVariable(name: string): string | null {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      problem(`\${${name}} is not a reference: write \${NAME} or \${file:/path}, or $\${ for a literal \${`);
      return null;
    }
    const found = lookups.variable(name);
    if (found === undefined || found === '') {
      problem(`the environment variable ${name} is ${found === '' ? 'empty' : 'not set'}`);
      return null;
    }
    return found;
  }
}

/** A secret's file usually ends with a line break that is not part of the secret. */
function fromFile(path: string, lookups: Lookups, problem: (message: string) => void): string | null {
  try {
    const content = lookups.file(path).replace(/\r?\n$/, '');
    if (content !== '') return content;
    problem(`the file ${path} is empty`);
  } catch (error) {
    problem(`the file ${path} cannot be read (${error instanceof Error ? error.message : String(error)})`);
  }
  return null;
}
