// The desk as one Fastify plugin: sign-in, API, live events, the desk's page.

import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { apiRoutes } from './api.ts';
import { assetRoutes } from './assets.ts';
import { refuseCrossSite } from './cross-site.ts';
import { sendError } from './errors.ts';
import { createEventHub } from './events.ts';
import { openApiDocument } from './openapi.ts';
import { type DeskOptions, EVENT_LIMITS } from './options.ts';
import { createSessions } from './session.ts';
import { acceptForms, signInRoutes } from './sign-in.ts';

/** Registers everything under `/desk`, the desk's part of `/api`, and `/openapi.json`. */
export function deskRoutes(options: DeskOptions): FastifyPluginAsync {
  return async (app) => {
    const { accounts, site } = options;
    const sessions = createSessions(accounts, site.url, options.sessionSeconds);
    const hub = createEventHub({
      desk: options.desk,
      facts: options.facts,
      limits: { ...EVENT_LIMITS, ...options.limits },
      isOpen: (session) => accounts.isOpen(session),
      onError: (error) => app.log.error({ err: error }, 'an event could not be told to the desk'),
    });
    // Before the server waits for its connections to end: these never would by themselves.
    app.addHook('preClose', async () => hub.close());

    protect(app, site.url);
    acceptForms(app);
    signInRoutes(app, { accounts, sessions, hub, now: options.now ?? Date.now });
    apiRoutes(app, options, sessions, hub);
    describeApi(app, site.url);
    await assetRoutes(app, options.distDir, sessions);
  };
}

/** What holds for every answer and every request of the desk. */
function protect(app: FastifyInstance, siteUrl: string): void {
  app.setErrorHandler(sendError);
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'x-frame-options': 'DENY',
    });
    refuseCrossSite(request, siteUrl);
  });
}

function describeApi(app: FastifyInstance, siteUrl: string): void {
  const document = openApiDocument(siteUrl);
  app.get('/openapi.json', async (_request, reply) =>
    reply.header('cache-control', 'public, max-age=300').send(document),
  );
}
