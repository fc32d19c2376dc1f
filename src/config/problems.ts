// What is wrong with a configuration file, and where: zod's issues and YAML's errors become one list with key path, line,
// column, what was found and what is allowed.

import { type Document, isAlias, isMap, isScalar, isSeq, type LineCounter, type Node } from 'yaml';
import type { z } from 'zod';
import { StetError } from '../model/errors.ts';

export type KeyPath = readonly PropertyKey[];

export interface ConfigProblem {
  /** Such as `sources[0].interval`; empty when the file as a whole is meant. */
  readonly key: string;
  /** 1-based; `null` when there is no file or no place in it. */
  readonly line: number | null;
  readonly column: number | null;
  /** A sentence without the key and the place. */
  readonly message: string;
}

/** Code `config-invalid`; the message lists every problem on a line of its own. */
export class ConfigError extends StetError {
  readonly problems: readonly ConfigProblem[];

  constructor(file: string, problems: readonly ConfigProblem[]) {
    const inOrder = problems.toSorted(
      (a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
    );
    const lines = inOrder.map((problem) => problemLine(file, problem));
    super('config-invalid', lines.join('\n'), { file, problems: problems.length });
    this.problems = inOrder;
  }
}

function problemLine(file: string, { key, line, column, message }: ConfigProblem): string {
  const place = line === null ? file : `${file}:${line}:${column ?? 1}`;
  return key === '' ? `${place}  ${message}` : `${place}  ${key}: ${message}`;
}

export function keyName(path: KeyPath): string {
  let name = '';
  for (const step of path) {
    if (typeof step === 'number') name += `[${step}]`;
    else name += name === '' ? String(step) : `.${String(step)}`;
  }
  return name;
}

export type Place = Pick<ConfigProblem, 'line' | 'column'>;

/** Where a key or value stands; for what is not there, the map or list that it is missing from. */
export function placeOf(document: Document, lines: LineCounter, path: KeyPath, at: 'key' | 'value'): Place {
  let node: unknown = document.contents;
  let offset = startOf(node);
  for (const [depth, step] of path.entries()) {
    const child = childOf(document, node, step);
    if (child === null) break;
    node = child.value;
    const wantsKey = at === 'key' && depth === path.length - 1;
    offset = (wantsKey ? startOf(child.key) : startOf(node)) ?? startOf(child.key) ?? offset;
  }
  if (offset === null) return { line: 1, column: 1 };
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

const isNode = (value: unknown): value is Node =>
  isMap(value) || isSeq(value) || isScalar(value) || isAlias(value);

const startOf = (node: unknown): number | null => (isNode(node) && node.range ? node.range[0] : null);

function childOf(
  document: Document,
  parent: unknown,
  step: PropertyKey,
): { key: unknown; value: unknown } | null {
  const node = isAlias(parent) ? parent.resolve(document) : parent;
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => (isScalar(key) ? String(key.value) : key) === String(step));
    return pair === undefined ? null : { key: pair.key, value: pair.value };
  }
  if (isSeq(node) && typeof step === 'number' && step < node.items.length) {
    return { key: node.items[step], value: node.items[step] };
  }
  return null;
}

/** What stands at a path of plain data; `undefined` when nothing does. */
export function valueAt(data: unknown, path: KeyPath): unknown {
  let value = data;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}

/** A value as a person would recognise it in the file, at most about 60 characters. */
export function describeFound(value: unknown): string {
  if (value === null) return 'nothing';
  const written = JSON.stringify(value) ?? String(value);
  return written.length > 60 ? `${written.slice(0, 59)}…` : written;
}

/** One sentence for an issue other than unknown keys: what is allowed, what was found. */
export function issueSentence(issue: z.core.$ZodIssue, found: unknown): string {
  const allowed = issue.message;
  if (found === undefined) return `missing; it must be ${allowed}`;
  if (issue.code === 'invalid_key') {
    return `${describeFound(issue.path.at(-1))} is not allowed here; it must be ${issue.issues[0]?.message ?? allowed}`;
  }
  return `must be ${allowed}; found ${describeFound(found)}`;
}
