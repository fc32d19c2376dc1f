// Refuses requests that another site made a signed-in person's browser send (OWASP: Sec-Fetch-Site first, then Origin). The cookie's
// SameSite is the second wall. Programs that are no browsers state an `Origin` of their own accord.

import type { FastifyRequest } from 'fastify';
import { StetError } from '../../model/errors.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** @throws {StetError} `cross-site` unless the request changes nothing or comes from this site itself. */
export function refuseCrossSite(request: FastifyRequest, siteUrl: string): void {
  if (SAFE.has(request.method) || isSameOrigin(request, siteUrl)) return;
  throw new StetError('cross-site', 'This request did not come from the desk’s own pages.');
}

function isSameOrigin(request: FastifyRequest, siteUrl: string): boolean {
  const fetchSite = request.headers['sec-fetch-site'];
  const origin = request.headers.origin;
  if (fetchSite !== undefined && fetchSite !== 'same-origin') return false;
  if (origin === undefined || origin === 'null') return fetchSite === 'same-origin';
  const host = hostOf(origin);
  // A proxy may have changed `Host`; then the configured address is the one to compare with.
  return host !== null && (host === request.host || host === hostOf(siteUrl));
}

const hostOf = (url: string): string | null => (URL.canParse(url) ? new URL(url).host : null);
