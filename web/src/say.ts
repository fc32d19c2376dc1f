// What is told without being asked: a line on screen with an action, and words for screen readers.

import { createStore } from './store.ts';

export interface Toast {
  readonly text: string;
  readonly bad: boolean;
  readonly action: { readonly label: string; readonly run: () => void } | null;
  readonly link: { readonly label: string; readonly href: string } | null;
}

export const toastStore = createStore<{ toast: Toast | null }>({ toast: null });
export const announcementStore = createStore<{ text: string }>({ text: '' });

const TOAST_TIME = 9_000;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Shows a line for some seconds; it is read out as well. */
export function showToast(text: string, parts: Partial<Omit<Toast, 'text'>> = {}): void {
  clearTimeout(timer);
  toastStore.set({ toast: { text, bad: false, action: null, link: null, ...parts } });
  timer = setTimeout(hideToast, TOAST_TIME);
}

export function hideToast(): void {
  toastStore.set({ toast: null });
}

/** Says something to screen readers only, when they have finished what they are saying. */
export const announce = (text: string): void => announcementStore.set({ text });
