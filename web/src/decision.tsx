// A decision as an icon and a word.

import type { Action } from '../../src/model/facts.ts';
import { decisionIcon, Icon } from './icons.tsx';
import { messages } from './messages.ts';

export function Decision({ action }: { action: Action }) {
  return (
    <span class={`decision decision-${action}`} title={messages.decisionMeaning[action]}>
      <Icon name={decisionIcon[action]} />
      {messages.decisions[action]}
    </span>
  );
}
