// Every agency's words in one table: a source may carry the copy of several, and nobody but the agency says `ANNULLAMENTO:`.

import { tableOf } from '../table.ts';
import { AFP } from './afp.ts';
import { ANI } from './ani.ts';
import { ANSA } from './ansa.ts';
import { AP } from './ap.ts';
import { DPA } from './dpa.ts';
import { EFE } from './efe.ts';
import { GENERAL } from './general.ts';
import { IANS } from './ians.ts';
import { INTERFAX } from './interfax.ts';
import { KYODO } from './kyodo.ts';
import { PTI } from './pti.ts';
import { REUTERS } from './reuters.ts';
import { RITZAU } from './ritzau.ts';
import { TASS } from './tass.ts';
import { UPI } from './upi.ts';
import { XINHUA } from './xinhua.ts';
import { YONHAP } from './yonhap.ts';

export const CONVENTIONS = tableOf(
  [
    GENERAL,
    AP,
    REUTERS,
    AFP,
    DPA,
    PTI,
    IANS,
    ANI,
    XINHUA,
    TASS,
    EFE,
    ANSA,
    KYODO,
    RITZAU,
    UPI,
    INTERFAX,
    YONHAP,
  ].flat(),
);
