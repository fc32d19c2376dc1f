// Single-key shortcuts. They can be switched off (WCAG 2.2, success criterion 2.1.4) and never work while something is typed.

import { useEffect, useRef } from 'preact/hooks';

export type KeyMap = Readonly<Record<string, () => void>>;

const SETTING = 'stet-single-keys';
/** Milliseconds in which the second key of `g i` has to follow. */
const SEQUENCE = 1_500;

export const singleKeys = {
  on: (): boolean => localStorage.getItem(SETTING) !== 'off',
  set: (on: boolean): void => localStorage.setItem(SETTING, on ? 'on' : 'off'),
};

/** Listens on the whole page. A key is named as in `KeyboardEvent.key`; a sequence by both with a space between. */
export function useKeys(keys: KeyMap): void {
  // Set while rendering, not in an effect: keys pressed in quick succession must find what the last one led to.
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    let prefix: { readonly key: string; readonly at: number } | null = null;
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (NAVIGATION.has(event.key) && !isPageOrList(event.target)) return;
      if (isTyping(event.target) || document.querySelector('dialog[open]') !== null) return;
      if (event.key.length === 1 && !singleKeys.on()) return;
      const before = prefix !== null && event.timeStamp - prefix.at < SEQUENCE ? `${prefix.key} ` : '';
      const name = before + event.key;
      prefix = null;
      if (Object.keys(latest.current).some((key) => key.startsWith(`${name} `))) {
        prefix = { key: name, at: event.timeStamp };
        return;
      }
      const run = latest.current[name];
      if (run === undefined) return;
      event.preventDefault();
      run();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

/** These mean something of their own on buttons, links and what scrolls. */
const NAVIGATION = new Set(['Enter', 'ArrowUp', 'ArrowDown']);

const isPageOrList = (target: EventTarget | null): boolean =>
  target === document.body || (target instanceof HTMLElement && target.role === 'listbox');

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('textarea, select, input:not([type=checkbox], [type=radio])'));
