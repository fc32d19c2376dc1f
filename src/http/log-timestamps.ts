// The time-stamps of the public log's checkpoints over HTTP: for each day the checkpoint that was stamped and the token.

import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import type { TimestampReader } from '../ledger/log-timestamps.ts';

const LASTING = 'public, max-age=31536000, immutable';

export function timestampRoutes(timestamps: TimestampReader): FastifyPluginAsync {
  return async (app) => {
    app.addHook('onSend', async (_request, reply) => {
      reply.header('Access-Control-Allow-Origin', '*').header('X-Content-Type-Options', 'nosniff');
    });
    app.get('/log/timestamps.json', async (_request, reply) =>
      reply.header('Cache-Control', 'public, no-cache').send({ timestamps: await timestamps.days() }),
    );
    app.get<{ Params: { file: string } }>('/log/timestamps/:file', async (request, reply) => {
      const [, day = '', ending] = /^(\d{4}-\d{2}-\d{2})\.(checkpoint|tst)$/.exec(request.params.file) ?? [];
      const found = day === '' ? null : await timestamps.of(day);
      if (found === null) return missing(reply);
      reply.header('Cache-Control', LASTING);
      return ending === 'tst'
        ? reply.type('application/timestamp-token').send(Buffer.from(found.token))
        : reply.type('text/plain; charset=utf-8').send(found.checkpoint);
    });
  };
}

const missing = (reply: FastifyReply): FastifyReply =>
  reply
    .code(404)
    .type('text/plain; charset=utf-8')
    .header('Cache-Control', 'no-store')
    .send('There is no time-stamp at this address. /log/timestamps.json lists them.\n');
