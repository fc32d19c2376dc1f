// From codes and facts to sentences. Everything a stranger wrote is fenced in, so that it cannot turn the words around it.

import { FACT_NAMES, type FactName, type Facts, type Step } from './steps.ts';
import type { Report } from './story.ts';
import type { Words } from './words/words.ts';

const TIMES: readonly FactName[] = ['since', 'cosigned', 'logged', 'asked'];

/** What came of a step. */
export const sentenceOf = ({ code, facts }: Step, words: Words): string =>
  fill(words.outcomes[code], (name) => factSaid(name, facts, words));

/** All facts of a step, named. */
export function detailsOf(
  { facts }: Step,
  words: Words,
): readonly (readonly [name: string, value: string])[] {
  return FACT_NAMES.flatMap((name) => {
    const value = factSaid(name, facts, words);
    return value === null ? [] : [[words.facts[name], value] as const];
  });
}

export interface Summary {
  readonly state: Step['state'];
  readonly text: string;
}

/** The whole check in one line: the worst that it found. */
export function summaryOf({ steps }: Report, words: Words): Summary {
  const having = (state: Step['state']): readonly Step[] => steps.filter((step) => step.state === state);
  const [failed] = having('failed');
  if (failed !== undefined) {
    return { state: 'failed', text: fill(words.someFailed, () => words.steps[failed.id]) };
  }
  const [notice] = having('notice');
  if (notice !== undefined) {
    return { state: 'notice', text: fill(words.someNotice, () => sentenceOf(notice, words)) };
  }
  const passed = having('ok');
  const unknown = having('unknown');
  if (passed.length === 0) return { state: 'unknown', text: words.nothingChecked };
  const titles = new Intl.ListFormat(words.language).format(unknown.map(({ id }) => words.steps[id]));
  const facts: Readonly<Record<string, string>> = {
    passed: numberSaid(passed.length, words),
    steps: numberSaid(steps.length, words),
    step: titles,
  };
  const text = fill(unknown.length > 0 ? words.someUnknown : words.allPassed, (name) => facts[name] ?? null);
  return { state: unknown.length > 0 ? 'unknown' : 'ok', text };
}

/** Puts what `value` gives into each pair of braces; what it does not know stays. */
export const fill = (template: string, value: (name: string) => string | null): string =>
  template.replace(/\{(\w+)\}/g, (braces, name: string) => value(name) ?? braces);

/** A time in the reader's own zone. @param at milliseconds since 1970 UTC. */
export function timeSaid(at: number, { language }: Words): string {
  const locale = language === 'en' ? 'en-GB' : language;
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'medium', hourCycle: 'h23' }).format(
    at,
  );
}

const numberSaid = (value: number, { language }: Words): string =>
  new Intl.NumberFormat(language).format(value);

/** FIRST STRONG ISOLATE … POP DIRECTIONAL ISOLATE. */
const isolated = (text: string): string => `\u2068${text}\u2069`;

function factSaid(name: string, facts: Facts, words: Words): string | null {
  const known = FACT_NAMES.find((one) => one === name);
  const value = known === undefined ? undefined : facts[known];
  if (known === undefined || value === undefined) return null;
  if (typeof value === 'string') return isolated(value);
  return TIMES.includes(known) ? isolated(timeSaid(value, words)) : numberSaid(value, words);
}
