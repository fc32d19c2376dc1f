// Control characters of a decoded message: what they mean for the text is done, and then they are gone. Both formats give
// ASCII's controls meanings of their own (IPTC 7901 §7 and ISO-IR 26; ANPA 1312 §"codes").

import type { Warning } from '../../model/item.ts';

/** What a control character stands for in the text; `''` for those that only move type or fill the line. */
export type ControlTable = ReadonlyMap<string, string>;

/** The first two are what the formats themselves are read by: a tab, and the mark of a line of a table. */
const TAB = '\t';
export const TABLE_LINE = '\b';

const COMMON: readonly (readonly [string, string])[] = [
  // Fillers and bells.
  ['\0', ''],
  ['\x05', ''],
  ['\x06', ''],
  ['\x07', ''],
  ['\x15', ''],
  ['\x16', ''],
  ['\x17', ''],
  ['\x7f', ''],
  // Upper and lower rail, fonts one to three and the fourth: emphasis.
  ['\x0e', ''],
  ['\x0f', ''],
  ['\x11', ''],
  ['\x12', ''],
  ['\x13', ''],
  ['\x14', ''],
  // Vertical tab and form feed, where they hold no instruction.
  ['\x0b', '\n'],
  ['\x0c', '\n\n'],
  // The column of a table.
  ['\x1f', TAB],
];

/** IPTC 7901: GS and RS quad a line (centre, right), so they end it. */
export const IPTC_CONTROLS: ControlTable = new Map([...COMMON, ['\x08', ''], ['\x1d', '\n'], ['\x1e', '\n']]);

/** ANPA 1312: BS begins a line of a table, DLE is the space band, FS to RS are spaces of fixed width. */
export const ANPA_CONTROLS: ControlTable = new Map([
  ...COMMON,
  ['\x08', TABLE_LINE],
  ['\x10', ' '],
  ['\x1c', ' '],
  ['\x1d', ' '],
  ['\x1e', ' '],
]);

const ANY_CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/;
const CONTROLS = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g;

/** An instruction to a typesetting machine, between FF and VT on one line (ISO-IR 26: SCD, ECD). */
const INSTRUCTION = /\x0c([^\x0b\x0c\n]{0,80})\x0b/g;

/** The word before CAN, back to the last space or the line's start (ISO-IR 26: KW, kill word). */
const KILLED_WORD = /[^ \n\x18]{0,80} ?\x18/g;

export interface Plain {
  /** Lines end with LF; no control characters but LF, HT and, for ANPA, `TABLE_LINE`. */
  readonly text: string;
  readonly warnings: readonly Warning[];
  /** A character that says text was lost on the way; `null` where there is none. Its offset counts characters. */
  readonly damage: { readonly message: string; readonly offset: number } | null;
}

/** Reads the control characters of a decoded text. */
export function readControls(sent: string, table: ControlTable): Plain {
  const text = sent.includes('\r') ? sent.replace(/\r{1,3}\n|\r/g, '\n') : sent;
  if (!ANY_CONTROL.test(text)) return { text, warnings: [], damage: null };
  const substitute = sent.indexOf('\x1a');
  const damage =
    substitute < 0
      ? null
      : { message: 'SUB stands where a character was lost on the way', offset: substitute };
  const warnings: Warning[] = [];
  const unknown = new Set<string>();
  const plain = withoutKilledWords(withoutInstructions(text, warnings), warnings).replace(
    CONTROLS,
    (control) => {
      const meaning = table.get(control);
      if (meaning === undefined) unknown.add(`0x${control.charCodeAt(0).toString(16).padStart(2, '0')}`);
      return meaning ?? ' ';
    },
  );
  if (unknown.size > 0) {
    const message = `${[...unknown].join(', ')} mean nothing here and were read as spaces`;
    warnings.push({ code: 'control-characters', message });
  }
  return { text: plain, warnings, damage };
}

function withoutInstructions(text: string, warnings: Warning[]): string {
  if (!text.includes('\x0b') || !text.includes('\x0c')) return text;
  const taken: string[] = [];
  const left = text.replace(INSTRUCTION, (_whole, instruction: string) => {
    if (instruction.trim() !== '') taken.push(instruction);
    return '';
  });
  if (taken.length > 0)
    warnings.push({
      code: 'typesetting-left-out',
      message: `instructions to a typesetting machine were left out: ${listed(taken)}`,
    });
  return left;
}

function withoutKilledWords(text: string, warnings: Warning[]): string {
  if (!text.includes('\x18')) return text;
  const taken: string[] = [];
  const left = text.replace(KILLED_WORD, (killed) => {
    taken.push(killed.slice(0, -1).trim());
    return '';
  });
  warnings.push({ code: 'word-killed', message: `the agency's "kill word" sign took out ${listed(taken)}` });
  return left;
}

/** The first few, and how many more. */
const listed = (taken: readonly string[]): string => {
  const first = taken.slice(0, FEW).map((one) => JSON.stringify(one));
  return taken.length > FEW ? `${first.join(', ')} and ${taken.length - FEW} more` : first.join(', ');
};

const FEW = 5;
