// The story's chain: every act of the log about it, proved, in order, none left out; and what came after the act that the page shows.

import { utf8 } from '../src/log/bytes.ts';
import { chainProblem, type Link } from '../src/log/chain.ts';
import { parseChainFile } from '../src/log/chain-file.ts';
import { type LeafKind, parseLeaf } from '../src/log/leaf.ts';
import { attempt } from '../src/model/errors.ts';
import type { LogKey } from './keys.ts';
import { type Entry, isIncluded } from './log-steps.ts';
import { type Code, type Facts, type Step, stepOf } from './steps.ts';
import type { Story } from './story.ts';

export interface History {
  readonly step: Step;
  /** Oldest first; empty unless all of it holds. */
  readonly links: readonly Link[];
}

export function checkHistory({ chain }: Story, key: LogKey | null, entry: Entry | null): History {
  if (key === null || entry === null) return broken('not-reached');
  if (chain === null) return broken('chain-missing');
  const file = attempt(() => parseChainFile(chain));
  if (file === null) return broken('chain-malformed');
  const checkpoint = attempt(() => key.open(file.checkpoint));
  if (checkpoint === null) return broken('chain-unsigned');
  const { size, root } = checkpoint;

  const links: Link[] = [];
  for (const { index, leaf: text, proof } of file.leaves) {
    if (!isIncluded(utf8(text), { index, size, root, proof })) return broken('chain-not-included', { index });
    const leaf = attempt(() => parseLeaf(text));
    if (leaf === null) return broken('chain-malformed', { index });
    const problem = chainProblem(links.at(-1) ?? null, leaf, index);
    if (problem === 'prev') return broken('chain-left-out', { index });
    if (problem !== null) return broken('chain-broken', { index, why: problem });
    links.push({ index, leaf });
  }
  const own = file.leaves.find(({ index }) => index === entry.index);
  if (own?.leaf !== entry.text) return broken('chain-left-out', { index: entry.index });
  return { step: laterStep(links, entry.index), links };
}

const broken = (code: Code, facts: Facts = {}): History => ({
  step: stepOf('later', code, facts),
  links: [],
});

/** `key` can't follow a story: chain rules. */
const LATER: Readonly<Record<LeafKind, Code>> = {
  publish: 'later-publish',
  correct: 'later-correct',
  kill: 'later-kill',
  withhold: 'later-withhold',
  review: 'later-review',
  takedown: 'later-takedown',
  restore: 'later-restore',
  expire: 'later-expire',
  key: 'chain-broken',
};

/** The last act that changed what the public sees; a review only where there was no other. */
function laterStep(links: readonly Link[], index: number): Step {
  const later = links.filter((link) => link.index > index);
  const last = later.findLast(({ leaf }) => leaf.kind !== 'review') ?? later.at(-1);
  if (last === undefined) return stepOf('later', 'nothing-later', { index });
  const { kind, logged } = last.leaf;
  return stepOf('later', LATER[kind], { index: last.index, logged });
}
