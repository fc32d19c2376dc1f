// Several senders at once over HTTP. Remembers what was acknowledged and what must be sent again, and notices at once when an answer
// contradicts an earlier one.

import { Agent, request } from 'undici';
import { z } from 'zod';
import { itemId, seq } from '../../src/model/ids.ts';
import { type Acknowledgement, deliveryKey } from './check.ts';
import { TOKEN } from './program.ts';
import { headersOf, type Shipment, type Wire } from './wire.ts';

/** The answer to a push. */
export const answerSchema = z.object({
  arrival: z.number().transform(seq),
  new: z.boolean(),
  itemCount: z.number(),
  items: z.array(
    z.object({
      id: z.string().transform(itemId),
      guid: z.string(),
      version: z.string().nullable(),
      decision: z.enum(['publish', 'hold', 'keep', 'refuse', 'spike']),
      reasons: z.array(z.object({ code: z.string(), message: z.string(), detail: z.string().nullable() })),
      url: z.string().nullable(),
    }),
  ),
});

/** What all senders together know. */
export interface Ledgerbook {
  readonly acknowledged: ReadonlyMap<string, Acknowledgement>;
  /** Sent without an answer: each must be sent again, by the rules of the interface. */
  readonly unanswered: readonly Shipment[];
  readonly redelivered: number;
  readonly problems: readonly string[];
}

export interface Load {
  readonly book: Ledgerbook;
  /** Sends until `stop` is called or the server is gone. */
  run(address: string, wire: Wire): { stop(): Promise<void> };
  /** Sends again, quietly, what was acknowledged last and all that was never answered. */
  settle(address: string): Promise<void>;
}

const SENDERS = 6;
/** Acknowledgements checked again after each restart. */
const LATEST = 24;
const TIMEOUT = 30_000;

export function openLoad(): Load {
  const acknowledged = new Map<string, Acknowledgement>();
  const unanswered: Shipment[] = [];
  const problems: string[] = [];
  const latest: Shipment[] = [];
  const book = { acknowledged, unanswered, problems, redelivered: 0 };

  return {
    book,
    run(address, wire) {
      const agent = new Agent({ connections: SENDERS });
      let stopped = false;
      const sender = async (): Promise<void> => {
        while (!stopped) if (!(await send(agent, address, unanswered.shift() ?? wire.next()))) return;
      };
      const senders = Promise.all(Array.from({ length: SENDERS }, sender));
      return {
        async stop() {
          stopped = true;
          await senders;
          await agent.destroy();
        },
      };
    },
    async settle(address) {
      const agent = new Agent({ connections: SENDERS });
      const again = [...latest.splice(0), ...unanswered.splice(0)];
      const sender = async (): Promise<void> => {
        for (let next = again.pop(); next !== undefined; next = again.pop()) {
          if (await send(agent, address, next)) continue;
          unanswered.push(...again.splice(0));
          return;
        }
      };
      await Promise.all(Array.from({ length: SENDERS }, sender));
      await agent.destroy();
    },
  };

  /** False when there is nobody to send to any more. */
  async function send(agent: Agent, address: string, shipment: Shipment): Promise<boolean> {
    let status: number;
    let body: string;
    try {
      const answer = await request(`${address}/api/sources/${shipment.source}/arrivals`, {
        method: 'POST',
        dispatcher: agent,
        headers: { authorization: `Bearer ${TOKEN}`, ...headersOf(shipment) },
        body: shipment.bytes,
        headersTimeout: TIMEOUT,
        bodyTimeout: TIMEOUT,
      });
      status = answer.statusCode;
      body = await answer.body.text();
    } catch {
      // The process was killed under this request: the sender does not know whether it was kept.
      unanswered.push(shipment);
      return false;
    }
    if (status === 200 || status === 201 || status === 202) acknowledge(shipment, status, body);
    else {
      problems.push(`a push was answered ${status}: ${body.slice(0, 300)}`);
      unanswered.push(shipment);
    }
    return status < 300;
  }

  function acknowledge(shipment: Shipment, status: number, body: string): void {
    const receipt = answerSchema.parse(JSON.parse(body));
    const key = deliveryKey(shipment);
    const before = acknowledged.get(key);
    if (before === undefined) {
      acknowledged.set(key, { shipment, receipt });
    } else {
      book.redelivered++;
      if (receipt.arrival !== before.receipt.arrival)
        problems.push(
          `LOST or twice: ${key} was arrival ${before.receipt.arrival}, is now ${receipt.arrival}`,
        );
      if (receipt.new || status === 201)
        problems.push(`LOST: ${key} was acknowledged, and came in as new again`);
      if (receipt.itemCount !== before.receipt.itemCount)
        problems.push(`${key} had ${before.receipt.itemCount} items, has now ${receipt.itemCount}`);
    }
    latest.push(shipment);
    if (latest.length > LATEST) latest.shift();
  }
}
