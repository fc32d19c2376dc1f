// The Python in feedparser's `Expect:` lines, as far as they go: literals, subscripts, attributes, calls of `len` and `get`,
// comparisons, `in`, `is`, `not`, `and`, `or`. A recursive-descent parser to a tree; meaning is given in `feedparser.ts`.

export type Node =
  | { readonly type: 'literal'; readonly value: string | number | boolean | null }
  | { readonly type: 'sequence'; readonly items: readonly Node[] }
  | { readonly type: 'dict'; readonly entries: readonly (readonly [Node, Node])[] }
  | { readonly type: 'name'; readonly name: string }
  | { readonly type: 'subscript'; readonly of: Node; readonly index: Node }
  | { readonly type: 'attribute'; readonly of: Node; readonly name: string }
  | { readonly type: 'call'; readonly of: Node; readonly args: readonly Node[] }
  | { readonly type: 'add'; readonly left: Node; readonly right: Node }
  | { readonly type: 'compare'; readonly op: string; readonly left: Node; readonly right: Node }
  | { readonly type: 'not'; readonly of: Node }
  | { readonly type: 'and' | 'or'; readonly parts: readonly Node[] };

type Token = { readonly kind: 'string' | 'number' | 'word' | 'mark' | 'end'; readonly text: string };

const TOKEN =
  /\s*(?:([uU]?[rR]?)(?:'''([\s\S]*?)'''|'((?:[^'\\]|\\[\s\S])*)'|"((?:[^"\\]|\\[\s\S])*)")|(-?\d+(?:\.\d+)?)|([A-Za-z_]\w*)|(==|!=|<=|>=|[<>()[\]{},:.+]))/y;

/** @throws {SyntaxError} for Python beyond what is listed above. */
export function parsePython(source: string): Node {
  const parser = new Parser(tokenise(source));
  const node = parser.expression();
  parser.expectEnd();
  return node;
}

function tokenise(source: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; source.slice(at).trim() !== ''; ) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(source);
    if (found === null) throw new SyntaxError(`not understood: ${source.slice(at, at + 40)}`);
    at = TOKEN.lastIndex;
    const [, , triple, single, double, number, word, mark] = found;
    const string = triple ?? single ?? double;
    if (string !== undefined) tokens.push({ kind: 'string', text: unescapeString(string) });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else tokens.push({ kind: 'mark', text: mark ?? '' });
  }
  return tokens;
}

const SIMPLE: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  f: '\f',
  v: '\v',
  a: '\x07',
  b: '\b',
  '\n': '',
};

const unescapeString = (text: string): string =>
  text.replace(
    /\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|x([\da-fA-F]{2})|([0-7]{1,3})|([\s\S]))/g,
    (
      _all,
      u: string | undefined,
      long: string | undefined,
      x: string | undefined,
      octal: string | undefined,
      one: string,
    ) => {
      const hex = u ?? long ?? x;
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
      return SIMPLE[one] ?? (`'"\\`.includes(one) ? one : `\\${one}`);
    },
  );

const COMPARISONS = new Set(['==', '!=', '<', '>', '<=', '>=']);

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  expression(): Node {
    return this.#chain('or', () => this.#chain('and', () => this.#negation()));
  }

  expectEnd(): void {
    if (this.#at < this.#tokens.length) throw new SyntaxError(`unexpected ${this.#peek().text}`);
  }

  #peek(ahead = 0): Token {
    return this.#tokens[this.#at + ahead] ?? { kind: 'end', text: '' };
  }

  #take(text: string): boolean {
    const token = this.#peek();
    if (token.text !== text || token.kind === 'string') return false;
    this.#at += 1;
    return true;
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw new SyntaxError(`expected ${text}, found ${this.#peek().text}`);
  }

  #chain(type: 'and' | 'or', next: () => Node): Node {
    const parts = [next()];
    while (this.#take(type)) parts.push(next());
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : { type, parts };
  }

  #negation(): Node {
    return this.#take('not') ? { type: 'not', of: this.#negation() } : this.#comparison();
  }

  #comparison(): Node {
    const left = this.#sum();
    const parts: Node[] = [];
    for (let op = this.#operator(), before = left; op !== null; op = this.#operator()) {
      const right = this.#sum();
      parts.push({ type: 'compare', op, left: before, right });
      before = right;
    }
    const [only] = parts;
    if (only === undefined) return left;
    return parts.length === 1 ? only : { type: 'and', parts };
  }

  #operator(): string | null {
    const token = this.#peek();
    if (token.kind === 'mark' && COMPARISONS.has(token.text)) {
      this.#at += 1;
      return token.text;
    }
    if (this.#take('in')) return 'in';
    if (this.#take('is')) return this.#take('not') ? '!=' : '==';
    if (token.kind === 'word' && token.text === 'not' && this.#peek(1).text === 'in') {
      this.#at += 2;
      return 'not in';
    }
    return null;
  }

  #sum(): Node {
    let left = this.#postfix();
    while (this.#take('+')) left = { type: 'add', left, right: this.#postfix() };
    return left;
  }

  #postfix(): Node {
    let node = this.#primary();
    for (;;) {
      if (this.#take('[')) {
        node = { type: 'subscript', of: node, index: this.expression() };
        this.#expect(']');
      } else if (this.#take('.')) node = { type: 'attribute', of: node, name: this.#next().text };
      else if (this.#take('(')) node = { type: 'call', of: node, args: this.#list(')') };
      else return node;
    }
  }

  #next(): Token {
    const token = this.#peek();
    this.#at += 1;
    return token;
  }

  #primary(): Node {
    const token = this.#next();
    if (token.kind === 'string') return { type: 'literal', value: this.#adjacentStrings(token.text) };
    if (token.kind === 'number') return { type: 'literal', value: Number(token.text) };
    if (token.kind === 'word') return wordNode(token.text);
    if (token.text === '(') return this.#parenthesis();
    if (token.text === '[') return { type: 'sequence', items: this.#list(']') };
    if (token.text === '{') return this.#dict();
    throw new SyntaxError(`unexpected ${token.text}`);
  }

  #adjacentStrings(first: string): string {
    let text = first;
    while (this.#peek().kind === 'string') text += this.#next().text;
    return text;
  }

  #parenthesis(): Node {
    const before = this.#at;
    const items = this.#list(')');
    const [only] = items;
    const isTuple = items.length !== 1 || this.#tokens[this.#at - 2]?.text === ',';
    return !isTuple && only !== undefined && before < this.#at ? only : { type: 'sequence', items };
  }

  #list(close: string): Node[] {
    const items: Node[] = [];
    while (!this.#take(close)) {
      items.push(this.expression());
      if (!this.#take(',')) {
        this.#expect(close);
        break;
      }
    }
    return items;
  }

  #dict(): Node {
    const entries: (readonly [Node, Node])[] = [];
    while (!this.#take('}')) {
      const key = this.expression();
      this.#expect(':');
      entries.push([key, this.expression()]);
      if (!this.#take(',')) {
        this.#expect('}');
        break;
      }
    }
    return { type: 'dict', entries };
  }
}

function wordNode(word: string): Node {
  if (word === 'True' || word === 'False') return { type: 'literal', value: word === 'True' };
  return word === 'None' ? { type: 'literal', value: null } : { type: 'name', name: word };
}
