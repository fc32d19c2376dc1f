// Where an answer points on to, and whether to go there.

import { StetError } from '../../model/errors.ts';

export const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

/** 301 and 308 (RFC 9110 §15.4) say that the feed has moved for good. */
export const isPermanent = (status: number): boolean => status === 301 || status === 308;

/**
 * The next URL, without fragment and without credentials: those in a Location are somebody else's idea.
 *
 * @throws {StetError} `redirect-without-target`, `redirect-downgrade`
 */
export function redirectTarget(from: URL, location: string | null): URL {
  const target = location === null ? null : URL.parse(location, from.href);
  if (target === null) {
    throw new StetError('redirect-without-target', `${from.host} redirects without saying where to`, {
      host: from.host,
    });
  }
  // What came over https must not be continued in a form that anybody on the way can change.
  if (from.protocol === 'https:' && target.protocol === 'http:') {
    throw new StetError(
      'redirect-downgrade',
      `${from.host} redirects from https to unencrypted http on ${target.host}`,
      { host: from.host, to: target.host },
    );
  }
  return withoutSecrets(target);
}

/** True when what is meant for one URL's server (credentials, configured headers) may be sent to the other's. */
export function isSameServer(configured: URL, other: URL): boolean {
  if (configured.origin === other.origin) return true;
  const upgraded = configured.protocol === 'http:' && other.protocol === 'https:';
  return upgraded && configured.hostname === other.hostname && configured.port === '' && other.port === '';
}

/** The URL as it can be shown, logged and kept: no user name, password or fragment. */
export function withoutSecrets(url: URL): URL {
  const plain = new URL(url);
  plain.username = '';
  plain.password = '';
  plain.hash = '';
  return plain;
}
