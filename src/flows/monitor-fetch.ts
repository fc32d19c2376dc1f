// What a monitor fetches: checkpoints and tiles. Tells apart a log that could not be asked, of which nothing can be said, from one whose answer
// is wrong.

import { fromUtf8 } from '../log/bytes.ts';
import { HASH_SIZE } from '../log/merkle.ts';
import { LONGEST_NOTE } from '../log/note.ts';
import {
  decodeEntries,
  LONGEST_ENTRY,
  type ReadTile,
  TILE_WIDTH,
  type TileId,
  tilePath,
} from '../log/tiles.ts';
import { StetError } from '../model/errors.ts';
import { below, type LogHttp } from './log-http.ts';

/** Code of what went wrong on the way; the fact `cause` has the code of the failure. */
export const UNREACHABLE = 'log-unreachable';

/** @throws {StetError} `log-unreachable`; `log-note-wrong` when it is no text. */
export async function fetchNote(http: LogHttp, url: URL, stop: AbortSignal): Promise<string> {
  const answer = await reach(http.ask({ url, body: null, maxBytes: LONGEST_NOTE }, stop));
  if (answer.status !== 200)
    throw unreachable(`http-${answer.status}`, `${url.host}${url.pathname} answers ${answer.status}`);
  try {
    return fromUtf8(answer.body);
  } catch {
    throw new StetError('log-note-wrong', `${url.host} shows a checkpoint that is no text`, {
      host: url.host,
    });
  }
}

/**
 * The tiles below a log's prefix, each fetched once.
 *
 * Reading rejects with `log-tile-missing` where the log has lost one, and with `log-unreachable`.
 */
export function openTiles(http: LogHttp, log: URL, stop: AbortSignal): ReadTile {
  const readTile = tileReader(http, log, stop);
  const tiles = new Map<string, Promise<Uint8Array>>();
  return (tile) => {
    const path = tilePath(tile);
    const reading = tiles.get(path) ?? readTile(tile);
    tiles.set(path, reading);
    return reading;
  };
}

/** A partial tile may be gone once it is full; then the full one holds it (tlog-tiles, Partial tiles). */
function tileReader(http: LogHttp, log: URL, stop: AbortSignal): ReadTile {
  const fetchTile = async (tile: TileId): Promise<Uint8Array | null> => {
    const url = below(log, tilePath(tile));
    const maxBytes = tile.level === 'entries' ? tile.width * (2 + LONGEST_ENTRY) : tile.width * HASH_SIZE;
    const answer = await reach(http.ask({ url, body: null, maxBytes }, stop));
    if (answer.status === 200) return answer.body;
    if (answer.status === 404 || answer.status === 410) return null;
    throw unreachable(`http-${answer.status}`, `${log.host} answers ${answer.status} for ${tilePath(tile)}`);
  };
  return async (tile) => {
    const own = await fetchTile(tile);
    if (own !== null) return own;
    const full = tile.width === TILE_WIDTH ? null : await fetchTile({ ...tile, width: TILE_WIDTH });
    if (full !== null) return beginningOf(full, tile);
    throw new StetError(
      'log-tile-missing',
      `The log has lost ${tilePath(tile)}, which its checkpoint covers`,
      {
        tile: tilePath(tile),
      },
    );
  };
}

function beginningOf(full: Uint8Array, { level, width }: TileId): Uint8Array {
  if (level !== 'entries') return full.subarray(0, width * HASH_SIZE);
  const bytes = decodeEntries(full, TILE_WIDTH)
    .slice(0, width)
    .reduce((sum, { length }) => sum + 2 + length, 0);
  return full.subarray(0, bytes);
}

/** What goes wrong on the way says nothing about the log; an answer that is too large does. */
async function reach<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof StetError) || error.code === 'log-answer-too-large') throw error;
    throw unreachable(error.code, error.message);
  }
}

const unreachable = (cause: string, message: string): StetError =>
  new StetError(UNREACHABLE, message, { cause });
