// The desk's signs, drawn on a grid of 16. Always beside a word, so hidden from screen readers.

import type { Action } from '../../src/model/facts.ts';

const paths = {
  publish: 'M3 8.5l3.2 3.2L13 4.8',
  hold: 'M5.5 3.5v9M10.5 3.5v9',
  keep: 'M2.5 5h11v8h-11zM2.5 5l1.2-2h8.6l1.2 2M6.2 8h3.6',
  refuse: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM4.2 4.2l7.6 7.6',
  spike: 'M8 2v12M4 7.5h8M5 14h6',
  takedown: 'M3 4.5h10M6 4.5V3h4v1.5M4.5 4.5l.6 8.5h5.8l.6-8.5M6.8 7v3.6M9.2 7v3.6',
  read: 'M1.5 8s2.4-4 6.5-4 6.5 4 6.5 4-2.4 4-6.5 4-6.5-4-6.5-4zM8 6.4a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2z',
  close: 'M4 4l8 8M12 4l-8 8',
  search: 'M7 2.8a4.2 4.2 0 1 0 0 8.4 4.2 4.2 0 0 0 0-8.4zM10.2 10.2L13.5 13.5',
  warn: 'M8 2.5L14.2 13H1.8zM8 6.5v3M8 11.2v.3',
  poll: 'M13 8a5 5 0 1 1-1.6-3.7M13 2.5v2.8h-2.8',
  out: 'M9 3h4v4M13 3L7.5 8.5M11 9.5V13H3V5h3.5',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}

export const decisionIcon: Readonly<Record<Action, IconName>> = {
  publish: 'publish',
  hold: 'hold',
  keep: 'keep',
  refuse: 'refuse',
  spike: 'spike',
  takedown: 'takedown',
};
