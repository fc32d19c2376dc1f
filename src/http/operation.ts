// For those who run it: is it alive, is it ready, what is it doing.

import type { FastifyPluginAsync } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Entry } from '../model/facts.ts';
import type { Source } from '../model/source.ts';
import type { SourceStates } from '../model/source-state.ts';

/** How the public log stands. */
export interface LogState {
  /** Leaves under a signature. */
  readonly size: number;
  /** Why nothing is signed; `null` while the log is open. */
  readonly trouble: string | null;
  /** Acts that wait for the log to open. */
  readonly waiting: number;
}

export interface OperationOptions {
  /** What is wrong; `null` when the program can do its work. */
  readonly trouble: () => Promise<string | null>;
  readonly log: () => Promise<LogState>;
  readonly metrics: Registry;
}

export function operationRoutes({ trouble, log, metrics }: OperationOptions): FastifyPluginAsync {
  return async (app) => {
    app.get('/healthz', async (_request, reply) =>
      reply.header('cache-control', 'no-store').send({ status: 'ok' }),
    );
    app.get('/readyz', async (_request, reply) => {
      const wrong = await trouble();
      reply.header('cache-control', 'no-store').code(wrong === null ? 200 : 503);
      // A closed log keeps the program ready: pages are served, and what an agency takes back is taken down.
      return wrong === null ? { status: 'ready', log: await log() } : { status: 'not ready', reason: wrong };
    });
    app.get('/metrics', async (_request, reply) =>
      reply
        .header('cache-control', 'no-store')
        .type(metrics.contentType)
        .send(await metrics.metrics()),
    );
    // Unknown addresses of the API answer as the API does, not with the site's page for people.
    app.all('/api/*', async (_request, reply) =>
      reply.code(404).send({
        error: {
          code: 'not-found',
          message: 'There is nothing at this address of the API. See /openapi.json.',
        },
      }),
    );
  };
}

export interface MetricsOptions {
  readonly sources: readonly Source[];
  readonly states: SourceStates;
  readonly cache: () => { readonly pages: number; readonly bytes: number };
  readonly log: () => Promise<LogState>;
}

/** Prometheus metrics of one running program; `count` takes every committed entry. */
export function openMetrics({ sources, states, cache, log }: MetricsOptions): {
  registry: Registry;
  count: (entry: Entry) => void;
} {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const facts = new Counter({
    name: 'stet_facts_total',
    help: 'Facts written to the ledger',
    labelNames: ['source', 'type'],
    registers,
  });
  const decisions = new Counter({
    name: 'stet_decisions_total',
    help: 'Decisions taken',
    labelNames: ['source', 'action'],
    registers,
  });
  new Gauge({
    name: 'stet_source_failures',
    help: 'Failures in a row of a source; 0 is well',
    labelNames: ['source'],
    registers,
    collect() {
      for (const { id } of sources) this.set({ source: id }, states.get(id).failures);
    },
  });
  new Gauge({
    name: 'stet_page_cache_bytes',
    help: 'Bytes of rendered pages kept in memory',
    registers,
    collect() {
      this.set(cache().bytes);
    },
  });
  const logGauge = (name: string, help: string, value: (state: LogState) => number): Gauge =>
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        // While the store does not answer there is no figure; /readyz says why.
        const state = await log().catch(() => null);
        if (state === null) this.reset();
        else this.set(value(state));
      },
    });
  logGauge('stet_log_size', 'Leaves of the public log under a signature', ({ size }) => size);
  logGauge('stet_log_open', '1 while the public log is signed, 0 while it is closed', ({ trouble }) =>
    trouble === null ? 1 : 0,
  );
  logGauge('stet_log_waiting', 'Acts that wait for the public log to open', ({ waiting }) => waiting);
  return {
    registry,
    count({ fact }) {
      facts.inc({ source: fact.source, type: fact.type });
      if (fact.type === 'decision') decisions.inc({ source: fact.source, action: fact.action });
    },
  };
}
