// Names the settings that a decision was made under.

import type { Sha256 } from '../model/ids.ts';
import type { Source } from '../model/source.ts';
import { sha256 } from '../text/digest.ts';

/** SHA-256 of a source's settings without its secrets. */
export function settingsDigest(source: Source): Sha256 {
  const { transport, ...settings } = source;
  return sha256(JSON.stringify({ ...settings, transport: transport.type }));
}
