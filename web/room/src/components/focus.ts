// Keeps the keyboard where it was while a list changes under it: a row that moves loses its focus
// in the browser, and a button that goes would drop it to the top of the page.

import { tick } from 'svelte';

/** Call in `$effect.pre`, before the list is made anew from `rows`. */
export function keepFocus(list: HTMLElement | undefined, rows: readonly unknown[]): void {
  const focused = document.activeElement;
  if (!list || rows.length === 0 || !(focused instanceof HTMLElement) || !list.contains(focused))
    return;
  void tick().then(() => {
    if (document.activeElement === focused) return;
    if (focused.isConnected) focused.focus();
    else if (document.activeElement === document.body) list.focus();
  });
}
