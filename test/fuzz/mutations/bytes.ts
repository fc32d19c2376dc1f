// Mutations that know nothing of formats: bytes, runs of bytes, cuts.

import type { Random } from '../random.ts';
import { awkwardValue } from './values.ts';

/** A mutation of a file, which is a string of bytes. It may give back the same file where it finds nothing to change. */
export type Mutation = (file: string, random: Random) => string;

const splice = (file: string, at: number, removed: number, added: string): string =>
  file.slice(0, at) + added + file.slice(at + removed);

const flipBits: Mutation = (file, random) => {
  const at = random.below(file.length);
  return splice(file, at, 1, String.fromCharCode(file.charCodeAt(at) ^ (1 << random.below(8))));
};

const changeByte: Mutation = (file, random) =>
  splice(file, random.below(file.length), 1, String.fromCharCode(random.below(256)));

const deleteRun: Mutation = (file, random) =>
  splice(file, random.below(file.length), 1 + random.below(random.pick([1, 4, 30, 300])), '');

const insertBytes: Mutation = (file, random) => {
  const bytes = Array.from({ length: 1 + random.below(4) }, () => String.fromCharCode(random.below(256)));
  return splice(file, random.below(file.length + 1), 0, bytes.join(''));
};

const repeatRun: Mutation = (file, random) => {
  const at = random.below(file.length);
  const run = file.slice(at, at + 1 + random.below(random.pick([2, 20, 200])));
  return splice(file, at, 0, run.repeat(1 + random.below(random.pick([1, 3, 50]))));
};

const moveRun: Mutation = (file, random) => {
  const at = random.below(file.length);
  const length = 1 + random.below(200);
  const run = file.slice(at, at + length);
  const rest = splice(file, at, length, '');
  return splice(rest, random.below(rest.length + 1), 0, run);
};

const insertAwkward: Mutation = (file, random) =>
  splice(file, random.below(file.length + 1), 0, awkwardValue(random));

const cutEnd: Mutation = (file, random) => file.slice(0, random.below(file.length));

const cutStart: Mutation = (file, random) => file.slice(random.below(Math.min(file.length, 400)));

export const BYTE_MUTATIONS: readonly Mutation[] = [
  flipBits,
  changeByte,
  deleteRun,
  insertBytes,
  repeatRun,
  moveRun,
  insertAwkward,
  insertAwkward,
  cutEnd,
  cutStart,
];
