// Reads every file under src/ and verify/ and says which imports and calls break the ranking or a wall of ARCHITECTURE.md.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseSync } from 'vite';

/** A file imports only from rooms before its own in this list, and from its own. */
export const RANKING = [
  'model',
  'text',
  'parse',
  'desk',
  'log',
  'sources',
  'ledger',
  'views',
  'publish',
  'demo',
  'flows',
  'http',
  'cli',
  'config',
  'app',
  'main',
];

/** Within a room, alternatives never import each other: one folder per format, transport, output, dialect. */
const EQUALS: Readonly<Record<string, readonly string[]>> = {
  parse: ['atom', 'json-feed', 'rss', 'text'],
  sources: ['folder', 'poll', 'push'],
  ledger: ['postgres', 'sqlite'],
  publish: ['feeds', 'site'],
};

const PURE = ['model', 'text', 'parse', 'desk', 'log'];
const PURE_MODULES = ['node:crypto', 'node:util', 'node:buffer', 'node:assert', 'node:string_decoder'];
const IMPURE_PACKAGES = [
  'undici',
  'pg',
  'pino',
  'fastify',
  'prom-client',
  '@node-rs/argon2',
  'vite',
  'yaml',
  'commander',
];
const RANDOM = /^(random|getRandom|webcrypto|generateKey)/;
const TIMERS = ['setTimeout', 'setInterval', 'setImmediate', 'fetch', 'WebSocket', 'EventSource'];
const WRITER_MAY = ['ledger', 'flows', 'app'];
const SQL_MAY = ['ledger', 'views'];
const SQL =
  /^\s*(SELECT\s|INSERT\s+(INTO|OR)\s|UPDATE\s+\S+\s+SET\s|DELETE\s+FROM\s|CREATE\s+(TABLE|INDEX|UNIQUE|VIRTUAL)|ALTER\s+TABLE|DROP\s+(TABLE|INDEX)|PRAGMA\s|BEGIN\s+(IMMEDIATE|EXCLUSIVE)|WITH\s+\S+\s+AS\s*\()/;
const VERIFY_MAY = ['text', 'log', 'model'];

export interface Violation {
  /** Such as `src/parse/rss/rss.ts:12`. */
  readonly place: string;
  readonly what: string;
}

/** @param root directory that holds `src/` and perhaps `verify/`. */
export function checkTree(root: string): Violation[] {
  return [...files(join(root, 'src')), ...files(join(root, 'verify'))].flatMap((file) =>
    checkFile(root, file),
  );
}

function files(directory: string): string[] {
  try {
    return readdirSync(directory, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(directory, name))
      .toSorted();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function checkFile(root: string, file: string): Violation[] {
  const source = readFileSync(file, 'utf8');
  const name = relative(root, file);
  const { program, errors } = parseSync(file, source, { lang: 'ts' });
  const first = errors[0];
  if (first !== undefined) return [{ place: name, what: `cannot be read: ${first.message}` }];

  const violations: Violation[] = [];
  const report = (node: Node, what: string): void => {
    violations.push({ place: `${name}:${source.slice(0, node.start).split('\n').length}`, what });
  };
  const room = roomOf(root, file);
  if (room !== 'verify' && !RANKING.includes(room)) {
    report({ type: 'Program', start: 0 }, `${room} is no room of the ranking`);
  }
  walk(program, (node) => {
    const specifier = importOf(node);
    if (specifier !== null) {
      const broken = specifier.startsWith('.')
        ? brokenByFile(root, file, specifier)
        : brokenByModule(room, specifier, node);
      if (broken !== null) report(node, `imports ${specifier}: ${broken}`);
    }
    const use = brokenByUse(room, node);
    if (use !== null) report(node, use);
  });
  return violations;
}

function brokenByFile(root: string, file: string, specifier: string): string | null {
  const target = resolve(dirname(file), specifier);
  const [from, to] = [roomOf(root, file), roomOf(root, target)];
  if (from === 'verify') {
    return to === 'verify' || VERIFY_MAY.includes(to) ? null : `verify may use only ${VERIFY_MAY.join(', ')}`;
  }
  if (!RANKING.includes(to)) return `${to} is outside the program`;
  if (to === 'ledger' && target === join(root, 'src/ledger/writer.ts') && !WRITER_MAY.includes(from)) {
    return `only ${WRITER_MAY.join(', ')} may write`;
  }
  if (from === to) return brokenBetweenEquals(root, from, file, target);
  return RANKING.indexOf(to) < RANKING.indexOf(from) ? null : `${to} does not rank above ${from}`;
}

function brokenBetweenEquals(root: string, room: string, file: string, target: string): string | null {
  const [from, to] = [file, target].map(
    (path) => relative(join(root, 'src', room), path).split('/')[0] ?? '',
  );
  const equals = EQUALS[room] ?? [];
  if (from === undefined || to === undefined || from === to) return null;
  return equals.includes(from) && equals.includes(to) ? `${from} and ${to} are equals` : null;
}

function brokenByModule(room: string, specifier: string, node: Node): string | null {
  if (!PURE.includes(room)) return null;
  if (IMPURE_PACKAGES.includes(specifier)) return `${room} has no clock, randomness, files or network`;
  if (!specifier.startsWith('node:')) return null;
  if (!PURE_MODULES.includes(specifier)) return `${room} has no clock, randomness, files or network`;
  const names = list(node.specifiers).map((one) => String(field(field(one, 'imported'), 'name')));
  const random = names.find((imported) => RANDOM.test(imported));
  return random === undefined ? null : `${room} has no randomness (${random})`;
}

function brokenByUse(room: string, node: Node): string | null {
  const member = memberName(node);
  if (room !== 'config' && member === 'process.env') return 'reads process.env: only config.ts may';
  const sql = sqlOf(node);
  if (sql !== null && room !== 'verify' && !SQL_MAY.includes(room)) {
    return `holds SQL (${sql.trim().slice(0, 30)}…): only ${SQL_MAY.join(' and ')} may`;
  }
  if (!PURE.includes(room)) return null;
  if (member !== null && isImpureMember(member))
    return `uses ${member}: ${room} has no clock, randomness or process`;
  if (isClock(node)) return `reads the clock with Date: ${room} has none`;
  const callee =
    node.type === 'CallExpression' || node.type === 'NewExpression' ? field(node, 'callee') : null;
  const called = field(callee, 'type') === 'Identifier' ? String(field(callee, 'name')) : null;
  return called !== null && TIMERS.includes(called)
    ? `uses ${called}: ${room} has no timers or network`
    : null;
}

const isImpureMember = (member: string): boolean =>
  ['Date.now', 'Math.random', 'Temporal.Now'].includes(member) ||
  /^(process|performance)\./.test(member) ||
  /^crypto\.(random|getRandom)/.test(member);

/** `new Date()` and `Date()` read the clock; `new Date(value)` does not. */
function isClock(node: Node): boolean {
  const isDate = field(field(node, 'callee'), 'name') === 'Date';
  return (
    isDate &&
    (node.type === 'CallExpression' || (node.type === 'NewExpression' && list(node.arguments).length === 0))
  );
}

function sqlOf(node: Node): string | null {
  const text = node.type === 'Literal' ? node.value : field(field(list(node.quasis)[0], 'value'), 'cooked');
  return typeof text === 'string' && SQL.test(text) ? text : null;
}

function roomOf(root: string, file: string): string {
  const [top, room] = relative(root, file).split('/');
  if (top === 'verify') return 'verify';
  return top === 'src' && room !== undefined ? room.replace(/\.ts$/, '') : (top ?? '');
}

// The syntax tree (ESTree) as plain data: only what is looked at is named.

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [name: string]: unknown;
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const isNode = (value: unknown): value is Node => typeof field(value, 'type') === 'string';

function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const one of value) walk(one, visit);
  } else if (isNode(value)) {
    visit(value);
    for (const child of Object.values(value)) if (typeof child === 'object') walk(child, visit);
  }
}

/** What a node imports: static, re-exported, dynamic, as a type, or as the file of a thread. */
function importOf(node: Node): string | null {
  const source = field(node, 'source');
  const isImport = /^(Import|Export)/.test(node.type) || node.type === 'TSImportType';
  if (isImport && isNode(source) && typeof source.value === 'string') return source.value;
  const url = node.type === 'NewExpression' && field(field(node, 'callee'), 'name') === 'URL';
  const path = url ? field(list(node.arguments)[0], 'value') : null;
  return typeof path === 'string' && /^\.\.?\/.*\.ts$/.test(path) ? path : null;
}

function memberName(node: Node): string | null {
  if (node.type !== 'MemberExpression') return null;
  const [object, property] = [field(node, 'object'), field(node, 'property')];
  return field(object, 'type') === 'Identifier'
    ? `${String(field(object, 'name'))}.${String(field(property, 'name'))}`
    : null;
}
