// The record of an invented story that the public sees.

import type { WireRecord } from '../../src/log/record.ts';
import { sha256 } from '../../src/text/digest.ts';

export const SHOWN_RECORD: WireRecord = {
  v: 'wire-record/1',
  salt: sha256('salt'),
  guid: 'tide-1',
  provider: 'harbour.example',
  version: '1',
  status: 'usable',
  kind: 'story',
  transport: 'push',
  fetched: 1,
  raw_sha256: sha256('bytes'),
  charset: 'utf-8',
  profile: 'rss',
  text_sha256: sha256('text'),
  html_sha256: sha256('html'),
  headline_sha256: sha256('headline'),
  path: '/news/tide-1',
  reason: '',
  reference: '',
};
