// The handlers of the desk's API: each turns a checked call into one question to the views or one act of the flows.

import type { FastifyInstance } from 'fastify';
import { DESK_ACTS } from '../../model/desk-act.ts';
import { StetError } from '../../model/errors.ts';
import type { Entry, ReviewFact } from '../../model/facts.ts';
import type { ItemId } from '../../model/ids.ts';
import type { DeskItemDetail, QuarantineRow } from '../../views/desk.ts';
import type { EventHub } from './events.ts';
import { checked, operations, route } from './operations.ts';
import type { DeskOptions } from './options.ts';
import type { ItemDetailView, QuarantineRowView } from './schema.ts';
import type { Sessions } from './session.ts';
import { sourceViews } from './source-view.ts';

export function apiRoutes(
  app: FastifyInstance,
  options: DeskOptions,
  sessions: Sessions,
  hub: EventHub,
): void {
  const { desk, acts, facts, site } = options;
  const { require: session } = sessions;

  route(app, session, operations.session, async ({ session }) => ({
    name: session.name,
    expiresAt: new Date(session.expiresAt).toISOString(),
    siteTitle: site.title,
    siteUrl: site.url,
  }));

  route(app, session, operations.items, async ({ query }) => {
    // Before the list is read: what happens in between is then told again by the events, and not left out.
    const head = await facts.head();
    const page = await desk.list({
      source: query.source ?? null,
      decision: query.decision ?? null,
      text: query.text === undefined || query.text.trim() === '' ? null : query.text,
      cursor: query.cursor ?? null,
      limit: query.limit,
    });
    return { ...page, seq: head };
  });

  route(app, session, operations.item, async ({ params }) => detailOf(await itemOf(params.id)));

  for (const act of DESK_ACTS) {
    route(app, session, operations[act], async ({ params, body, session }) => {
      await acts(params.id, act, session.name, body.version);
      return { item: (await itemOf(params.id)).item };
    });
  }

  route(app, session, operations.takedown, async ({ params, body, session }) => {
    const { reason, reference, note = null } = body;
    const erased = await options.takedown(params.id, { reason, reference, note }, session.name);
    return { item: (await itemOf(params.id)).item, erased };
  });

  route(app, session, operations.quarantine, async ({ query }) => {
    const page = await desk.quarantine(query.cursor ?? null, query.limit);
    return { rows: page.rows.map(quarantineView), next: page.next };
  });

  route(app, session, operations.sources, async () => ({
    sources: sourceViews(options.sources, options.states, await desk.counts()),
  }));

  route(app, session, operations.poll, async ({ params }) => {
    const source = options.sources.find((one) => one.id === params.id);
    if (source === undefined) throw new StetError('not-found', 'There is no such source.');
    if (source.transport.type !== 'poll')
      throw new StetError('not-polled', 'This source sends of its own accord; there is nothing to look at.');
    await options.pollNow(source.id);
    return {};
  });

  bytesRoute(app, options, sessions);
  eventsRoute(app, sessions, hub);

  async function itemOf(id: ItemId): Promise<DeskItemDetail> {
    const detail = await desk.item(id);
    if (detail === null) throw new StetError('not-found', 'There is no such item.');
    return detail;
  }
}

/** Bytes as they came can be anything: they are never shown by the browser itself, only saved or read by the desk's script. */
function bytesRoute(app: FastifyInstance, { desk }: DeskOptions, sessions: Sessions): void {
  app.get(operations.bytes.path, async (request, reply) => {
    await sessions.require(request);
    const { params, query } = checked(operations.bytes, request);
    const bytes = await desk.bytes(params.id, query.offset, query.length);
    if (bytes === null) throw new StetError('not-found', 'There is no such arrival.');
    if (bytes === 'erased')
      throw new StetError(
        'bytes-erased',
        'These bytes were erased: a story that was in them was taken down.',
      );
    return reply
      .headers({
        'content-type': 'application/octet-stream',
        'content-disposition': `attachment; filename="arrival-${params.id}.bin"`,
        'content-security-policy': "default-src 'none'; sandbox",
        'cache-control': 'private, max-age=3600, immutable',
      })
      .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  });
}

function eventsRoute(app: FastifyInstance, sessions: Sessions, hub: EventHub): void {
  app.get(operations.events.path, async (request, reply) => {
    const session = await sessions.require(request);
    const { query } = checked(operations.events, request);
    const after = startOf(request.headers['last-event-id'], query.after);
    reply.hijack();
    await hub.connect(reply.raw, session.id, after);
  });
}

/** A browser that reconnects by itself repeats the old address with a newer header: the later of the two counts. */
function startOf(header: string | string[] | undefined, after: number | undefined): number | null {
  const last = typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : null;
  if (last === null) return after ?? null;
  return Math.max(last, after ?? 0);
}

function detailOf({ item, current, versions, decisions, history }: DeskItemDetail): ItemDetailView {
  return {
    item,
    current,
    versions: versions.map(({ seq, fact }) => ({
      seq,
      receivedAt: fact.receivedAt,
      arrival: fact.arrival,
      arrivalSha256: fact.arrivalSha256,
      supersedes: fact.supersedes,
      parsed: fact.parsed,
    })),
    decisions: decisions.map(({ seq, at, fact }) => {
      const { version, action, shows, reasons, by, config, path, section } = fact;
      return { seq, at, version, action, shows, reasons, by, config, path, section };
    }),
    reviews: history
      .filter(isReview)
      .map(({ seq, at, fact }) => ({ seq, at, version: fact.version, by: fact.by })),
  };
}

const isReview = (entry: Entry): entry is Entry<ReviewFact> => entry.fact.type === 'review';

const quarantineView = ({ fact, ...row }: QuarantineRow): QuarantineRowView => ({
  ...row,
  source: fact.source,
  failure: fact.failure,
});
