// The guarded ways out: one agent for sources that may reach private addresses, one for the others.

import { Agent, type Dispatcher } from 'undici';
import { type AddressRule, addressRule, guardedConnector, type Resolve } from '../address-guard.ts';
import type { SourceLimits } from '../limits.ts';

export interface Way {
  readonly dispatcher: Dispatcher;
  readonly rule: AddressRule;
}

export interface Network {
  way(allowPrivate: boolean): Way;
  /** Drops every connection. */
  close(): Promise<void>;
}

/** @param resolve Looks names up; the system's resolver when absent. */
export function openNetwork(
  limits: SourceLimits,
  resolve?: Resolve,
  ruleFor: (allowPrivate: boolean) => AddressRule = addressRule,
): Network {
  const open = (allowPrivate: boolean): Way & { readonly dispatcher: Agent } => {
    const rule = ruleFor(allowPrivate);
    return {
      rule,
      dispatcher: new Agent({
        connect: guardedConnector(rule, limits.connect, resolve),
        // No connection outlives its request: every poll looks the name up and is checked anew.
        pipelining: 0,
        maxHeaderSize: limits.headerBytes,
      }),
    };
  };
  const guarded = open(false);
  const trusting = open(true);
  return {
    way: (allowPrivate) => (allowPrivate ? trusting : guarded),
    async close() {
      await Promise.all([guarded.dispatcher.destroy(), trusting.dispatcher.destroy()]);
    },
  };
}
