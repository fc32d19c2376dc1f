// What several agencies say alike, in English. It errs to the safe side: what looks like a kill, a hold or a test is no story.

import {
  EDGE,
  END,
  expression,
  FIRST_LINE,
  HEADLINE,
  INSIDE,
  NOTE,
  type Row,
  SLUGLINE,
  words,
} from '../table.ts';
import {
  ADD,
  ADVISORY,
  ALERT,
  BULLETIN,
  CORRECTION,
  EMBARGO,
  FLASH,
  genre,
  KILL,
  LEAD,
  NOTE_IN_COPY,
  NOTHING,
  REPEAT,
  SUB,
  TAKE,
  TEST,
  UPDATE,
  URGENT,
  WITHHOLD,
  WRITETHRU,
} from './effects.ts';

const OPENING = HEADLINE | FIRST_LINE;
const LINE = OPENING | SLUGLINE | NOTE;
const EVERYWHERE = LINE | EDGE;
/** Words that also stand among those of a slugline. */
const LABEL = LINE | INSIDE;

const BEFORE = String.raw`[\s:,/–—-]*`;

export const GENERAL: readonly Row[] = [
  // Words that stand before the word that counts.
  expression(LINE, 'attention mandatory please bc', `(?:ATTENTION|MANDATORY|PLEASE|BC)\\b${BEFORE}`, NOTHING),
  expression(LINE, 'urgent', `URGENT${END}${BEFORE}`, URGENT),
  expression(LINE, 'bulletin', `BULLETIN${END}${BEFORE}`, BULLETIN),
  expression(LINE, 'urgent bulletin', `(?:URGENT|BULLETIN)\\b${BEFORE}(?=\\p{Lu}{4})`, NOTHING),

  // Tests.
  expression(
    LINE,
    'test this',
    String.raw`(?i)(?:this is (?:only )?a )?test(?:[^\p{L}\p{N}]{0,40}$|\b(?=.{0,80}\b(?:ignore|disregard|do not (?:publish|use)|message|transmission)\b)|\s+only\b)`,
    TEST,
  ),
  expression(
    LINE,
    'please ignore disregard kindly',
    String.raw`(?i)(?:please |kindly )?(?:ignore|disregard)\b.{0,40}\btest\b`,
    TEST,
  ),
  ...words(LINE, 'TEST TEST*|TEST MESSAGE|TEST TRANSMISSION|TEST STORY', TEST),

  // Kills and withdrawals.
  expression(
    LINE,
    'story item news copy kill killed withdraw withdrawn withdrawal elimination eliminate cancel canceled cancelled cancelation cancellation',
    `(?:(?:STORY|ITEM|NEWS|COPY)\\s+)?(?:KILL(?:ED)?|WITHDRAWN?|WITHDRAWAL|ELIMINATION|ELIMINATE|CANCEL(?:L?ED|L?ATION)?)(?:${END}|-|\\s+(?:NOTICE|STORY|ITEM|BC|COPY|ALL|THE STORY|THIS STORY)\\b)(?!-?(?:UP|SWITCH|SHOT|ZONE|RATE|CULTURE|JOYS?|BILL)\\b)`,
    KILL,
  ),
  expression(
    LINE,
    'mandatory kill story please kindly withdrawal withdrawn canceled cancelled',
    `(?i)(?:mandatory kill|kill notice|story (?:is|has been) (?:killed|withdrawn|cancell?ed)\\b|story (?:killed|withdrawn|cancell?ed)${END}|(?:please|kindly) (?:kill|withdraw)|(?:kill|withdrawal|withdrawn|cancell?ed)\\s*:)`,
    KILL,
  ),
  expression(EVERYWHERE, 'kill', String.raw`KILL(?:[^\p{L}\p{N}]{1,8}KILL\b)+`, KILL),
  expression(EVERYWHERE, 'a kill', '(?i)(?:a )?kill is mandatory\\b', KILL),
  expression(
    EVERYWHERE,
    'kill eliminate withdraw',
    `(?i)(?:kill|eliminate|withdraw)(?: the)?(?: story)?,? (?:BC|AM|PM)[- –—]`,
    KILL,
  ),
  ...words(EVERYWHERE, 'STORY WITHDRAWN|STORY KILLED|STORY KILL', KILL),
  expression(
    EVERYWHERE,
    'the this our an',
    String.raw`(?i)(?:this story|(?:the|this|our|an) .{0,40}?\bstory (?:headlined|slugged|titled|numbered|moved|filed|transmitted|issued|sent)\b.{1,160}?) (?:is|has been|should be|must be) (?:hereby )?(?:killed|withdrawn|cancell?ed)\b`,
    KILL,
  ),
  expression(
    EVERYWHERE,
    'please kindly editors eds subscribers clients',
    String.raw`(?i)(?:(?:editors|eds|subscribers|clients)\s?[.,:;–—-]\s?)?(?:(?:please|kindly)\s)?(?:note[:,]? )?(?:kill|withdraw|cancel|ignore|discard|disregard|spike|treat|drop) (?:the|our|this|all|as (?:killed|cancell?ed|withdrawn))\b.{0,60}?\b(?:story|stories|item|items|report|copy|slug|slugged|killed|cancell?ed|withdrawn)\b`,
    KILL,
  ),
  ...words(
    SLUGLINE | INSIDE,
    'Kill|KILL|KILLED|Elimination|ELIMINATION|Withdrawal|WITHDRAWAL|WITHDRAWN',
    KILL,
  ),

  // Holds.
  expression(EVERYWHERE, 'hold', String.raw`HOLD(?:[^\p{L}\p{N}]{1,8}HOLD\b)+`, WITHHOLD),
  expression(
    EVERYWHERE,
    'withhold withheld',
    `(?:WITHHOLD|WITHHELD)(?:${END}|\\s+(?:BC|STORY|THE STORY|THIS STORY|COPY)\\b)`,
    WITHHOLD,
  ),
  ...words(LABEL, 'HOLD|WITHHOLD', WITHHOLD),
  expression(
    EVERYWHERE,
    'withhold hold',
    `(?i)(?:withhold|hold)(?: the)?(?: story)?,? (?:BC|AM|PM)[- –—]`,
    WITHHOLD,
  ),
  expression(
    EVERYWHERE,
    'please kindly',
    String.raw`(?i)(?:please|kindly) (?:hold|withhold) (?:the|our|this|all)\b`,
    WITHHOLD,
  ),

  // Corrections.
  expression(
    LINE,
    'correct correction corrections corrected corrects corrective clarification erratum',
    `(?i)(?:CORRECT(?:ION|IONS|ED|S|IVE)?|CLARIFICATION|ERRATUM)(?:${END}|-)(?!-?(?:facility|institution|officer|lens|lenses|surgery)\\b)`,
    CORRECTION,
  ),
  ...words(INSIDE, 'CORRECTION|Correction|CORRECTED|Corrected|CORRECTIVE|Corrective', CORRECTION),
  ...words(LINE, 'CORRECTION NOTICE|CORRECTION TO|CORRECTED VERSION*|CORRECTED REPEAT*', CORRECTION),
  expression(NOTE, 'corrects correcting corrected', '(?i)(?:corrects|correcting|corrected)\\b', CORRECTION),
  expression(
    FIRST_LINE,
    'corrects correcting corrected',
    String.raw`(?<=[(\[])(?:[Cc]orrect(?:s|ing|ed)|CORRECT(?:S|ING|ED))\b`,
    CORRECTION,
  ),

  // Notes to editors.
  expression(
    OPENING,
    'media news press photo editorial coverage advisory advisories',
    `(?i)(?:(?:MEDIA|NEWS|PRESS|PHOTO|EDITORIAL|COVERAGE)\\s+)?ADVISOR(?:Y|IES)(?:${END}|-|\\s+(?:NOTICE\\b|(?:TO|FOR) (?:all|editors|subscribers|clients|media|desks|users)\\b))`,
    ADVISORY,
  ),
  ...words(SLUGLINE | INSIDE, 'Advisory|ADVISORY', ADVISORY),
  expression(
    OPENING,
    'attention att attn note advisory editor editors editor’s not',
    String.raw`(?i)(?:(?:attention|att|attn|note to|advisory to)[\s:,]*(?:all )?(?:editors?|eds|subscribers|clients|customers|media)\b|editor['’]?s?['’]? (?:advisory|note)\s*[:–—-]|not for publication\b(?! (?:before|until|till|prior)))`,
    ADVISORY,
  ),
  expression(HEADLINE, 'eds', String.raw`(?i)eds\.?\s*[:–—-]`, ADVISORY),
  expression(
    FIRST_LINE | EDGE,
    'eds editors editor note notes attn attention',
    String.raw`(?:(?:Eds|EDS|Editors|EDITORS)\.?['’]?(?: [Nn]otes?| NOTES?)?\s*:|(?:Editor|EDITOR)['’]?[sS]?['’]? (?:[Nn]ote|NOTE)\s*[:–—-]|(?:Notes? to|NOTES? TO) (?:[Ee]ditors|EDITORS)\b|(?:ATTN|Attn)\s?:|(?:ATTENTION|Attention)[\s:,]{1,3}(?:ALL |all )?(?:EDITORS|[Ee]ditors|EDS|[Ee]ds|[Ss]ubscribers|SUBSCRIBERS|CLIENTS|[Cc]lients)\b)`,
    NOTE_IN_COPY,
  ),

  // Embargoes: the line is read further by `embargo.ts`.
  expression(
    EVERYWHERE,
    'embargo embargoed strictly under advance an',
    `(?i)(?:(?:strictly|under|advance|an)\\s+)?embargo(?:ed)?(?:${END}|-|\\s+(?:until|till?|not|material|copy|story|release|notice|time)\\b|\\s+(?:(?:to|for|by|at|on|before|from)\\s+)?(?:[\\d(]|(?:noon|midnight|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\b))`,
    EMBARGO,
  ),
  ...words(EVERYWHERE | INSIDE, 'EMBARGO|EMBARGOED', EMBARGO),
  expression(EVERYWHERE, 'embargoed', 'EMBARGOED\\b', EMBARGO),
  expression(
    EVERYWHERE,
    'hold not for',
    String.raw`(?i)(?:hold for release\b|not (?:to be (?:used|published|released)|for (?:public release|release|publication|broadcast|use|transmission))\b|for release (?:at|on|after|not before)\b(?=.{0,60}\d))`,
    EMBARGO,
  ),

  // New versions and parts.
  ...words(LABEL, 'UPDATE #|UPDATE|UPDATED|UPDATES|UPDATE#|UPDATE #-|UPDATE-|UPDATED-', UPDATE),
  ...words(
    LABEL,
    '#ST LEAD|#ND LEAD|#RD LEAD|#TH LEAD|LEAD #|LEAD|NEW LEAD|FIRST LEAD|SECOND LEAD|THIRD LEAD',
    LEAD,
  ),
  ...words(
    LABEL,
    '#ST LD|#ND LD|#RD LD|#TH LD|LD|#st LD|#nd LD|#rd LD|#th LD|#st Ld|#nd Ld|#rd Ld|#th Ld',
    LEAD,
  ),
  ...words(LABEL, '#stLd|#ndLd|#rdLd|#thLd|#STLD|#NDLD|#RDLD|#THLD', LEAD),
  ...words(LABEL, '#st Lead|#nd Lead|#rd Lead|#th Lead|New Lead|First Lead|Second Lead|Third Lead', LEAD),
  ...words(
    LABEL,
    '#stLd-Writethru|#ndLd-Writethru|#rdLd-Writethru|#thLd-Writethru|#st Ld-Writethru|#nd Ld-Writethru|#rd Ld-Writethru|#th Ld-Writethru|Writethru|WRITETHRU|WRITETHROUGH|Writethrough|#ST LD-WRITETHRU|#ND LD-WRITETHRU|#RD LD-WRITETHRU|#TH LD-WRITETHRU|#ST LEAD-WRITETHRU|#ND LEAD-WRITETHRU|#RD LEAD-WRITETHRU|#TH LEAD-WRITETHRU',
    WRITETHRU,
  ),
  ...words(
    LABEL,
    '#st Add|#nd Add|#rd Add|#th Add|#ST ADD|#ND ADD|#RD ADD|#TH ADD|ADD #|FIRST ADD|ADD ONE|#stAdd|#ndAdd',
    ADD,
  ),
  ...words(
    LABEL,
    '#st Sub|#nd Sub|#rd Sub|#th Sub|#ST SUB|#ND SUB|#RD SUB|#TH SUB|SUB #|SUBS #*GRAF|#stSub|#ndSub',
    SUB,
  ),
  ...words(
    LABEL,
    '#ST TAKE|#ND TAKE|#RD TAKE|#TH TAKE|TAKE #|FIRST TAKE|SECOND TAKE|TAKE TWO|#st Take|#nd Take|#rd Take|#th Take|TAKE # OF #',
    TAKE,
  ),
  ...words(LABEL, 'REPEAT|REPEATING|RPT|REPEATED', REPEAT),

  // Priority.
  ...words(LABEL, 'FLASH', FLASH),
  ...words(LABEL, 'ALERT|NEWSALERT|NEWS ALERT|BREAKING|BREAKING NEWS|NewsAlert', ALERT),

  // Sorts of story.
  ...words(LINE, 'EXCLUSIVE|Exclusive', genre('exclusive')),
  ...words(LINE, 'FACTBOX|FACT BOX|Factbox', genre('factbox')),
  ...words(LINE, 'TIMELINE|CHRONOLOGY', genre('timeline')),
  ...words(LINE, 'ANALYSIS', genre('analysis')),
  ...words(LINE, 'INTERVIEW', genre('interview')),
  ...words(LINE, 'EXPLAINER', genre('explainer')),
];
