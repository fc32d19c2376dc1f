// The reach of each source: feeds are asked over the same guarded way that polls take, folders are written to.

import { access, constants, stat } from 'node:fs/promises';
import { assertNever, StetError } from '../../model/errors.ts';
import type { FolderTransport, PollTransport, PushTransport, Source } from '../../model/source.ts';
import { systemClock, systemTimers } from '../../sources/clock.ts';
import { SOURCE_LIMITS } from '../../sources/limits.ts';
import { fetchFeed } from '../../sources/poll/fetch-feed.ts';
import { hostQueue } from '../../sources/poll/host-queue.ts';
import { type Network, openNetwork } from '../../sources/poll/network.ts';
import { advice, type Check, failed, messageOf, ok } from './check.ts';

/** Shorter secrets can be guessed. */
const SECRET_LENGTH = 16;

export async function checkSources(sources: readonly Source[]): Promise<Check[]> {
  const network = openNetwork(SOURCE_LIMITS);
  try {
    return await Promise.all(sources.map((source) => checkSource(source, network)));
  } finally {
    await network.close();
  }
}

async function checkSource(source: Source, network: Network): Promise<Check> {
  const name = `source:${source.id}`;
  switch (source.transport.type) {
    case 'poll':
      return checkFeed(name, source.transport, network);
    case 'folder':
      return checkFolder(name, source.transport);
    case 'push':
      return checkPush(name, source.transport);
    default:
      return assertNever(source.transport);
  }
}

async function checkFeed(name: string, transport: PollTransport, network: Network): Promise<Check> {
  const url = new URL(transport.url);
  try {
    const answer = await fetchFeed(
      {
        url,
        movedTo: null,
        headers: transport.headers,
        etag: null,
        lastModified: null,
        timeout: transport.timeout * 1000,
        maxBytes: transport.maxBytes,
      },
      {
        ...network.way(transport.allowPrivate),
        hosts: hostQueue(0, systemTimers),
        clock: systemClock,
        timers: systemTimers,
        limits: SOURCE_LIMITS,
      },
      new AbortController().signal,
    );
    const size = answer.type === 'body' ? `${answer.bytes.length} bytes` : 'not modified';
    return ok(name, `${url.host} answers (${size})`);
  } catch (error) {
    return failed(name, messageOf(error), remedyFor(error, url));
  }
}

function remedyFor(error: unknown, url: URL): string {
  return error instanceof StetError && error.code === 'address-refused'
    ? 'If the feed really is on your own network, set allow_private: true for this source.'
    : `See that ${url.host} can be reached from here and that url is right.`;
}

async function checkFolder(name: string, { path }: FolderTransport): Promise<Check> {
  const remedy = `Make the folder ${path}, and let this user read and write in it.`;
  try {
    if (!(await stat(path)).isDirectory()) return failed(name, `${path} is no folder`, remedy);
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
    return ok(name, `${path} can be read and written`);
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return failed(name, missing ? `there is no folder ${path}` : messageOf(error), remedy);
  }
}

function checkPush(name: string, { token, secret }: PushTransport): Check {
  const short = [token, secret].some((value) => value !== null && value.length < SECRET_LENGTH);
  if (!short) return ok(name, 'takes pushes');
  return advice(
    name,
    `its token or secret is shorter than ${SECRET_LENGTH} characters`,
    'Make one that cannot be guessed: openssl rand -hex 32',
  );
}
