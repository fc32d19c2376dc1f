// What is in a feed of the invented agency at a moment: a pure function of the time since the agency began.

import { ENGLISH } from './copy/english.ts';
import { FEATURES } from './copy/features.ts';
import { LANGUAGES } from './copy/languages.ts';
import { MARKETS } from './copy/markets.ts';
import { routineDispatch } from './copy/routine.ts';
import { SPORT } from './copy/sport.ts';
import { WEATHER } from './copy/weather.ts';
import type { Dispatch, Feed } from './dispatch.ts';

/** Feeds forget: only this many stories are in one, as with real ones. */
const WINDOW = 20;
/** Seconds: the script has ended, and a notice goes out every so often for as long as the agency runs. */
const ROUTINE_FROM = 270;
const ROUTINE_EVERY = 45;

const SCRIPT: Readonly<Record<Feed, readonly Dispatch[]>> = {
  english: ENGLISH,
  languages: LANGUAGES,
  sport: SPORT,
  markets: MARKETS,
  weather: WEATHER,
  features: FEATURES,
};

/** The current version of the newest stories, newest first. @param elapsed seconds since the agency began. */
export function storiesAt(feed: Feed, elapsed: number): readonly Dispatch[] {
  const sent = SCRIPT[feed].filter(({ at }) => at <= elapsed);
  const routine = feed === 'english' ? routineUntil(elapsed) : [];
  const current = new Map<string, Dispatch>();
  for (const dispatch of [...sent, ...routine].toSorted((a, b) => a.at - b.at)) {
    current.set(dispatch.slug, dispatch);
  }
  return [...current.values()].toSorted((a, b) => b.at - a.at).slice(0, WINDOW);
}

function routineUntil(elapsed: number): readonly Dispatch[] {
  const count = Math.max(0, Math.floor((elapsed - ROUTINE_FROM) / ROUTINE_EVERY) + 1);
  const first = Math.max(0, count - WINDOW);
  return Array.from({ length: count - first }, (_, index) => {
    const n = first + index;
    return routineDispatch(n, ROUTINE_FROM + n * ROUTINE_EVERY);
  });
}
