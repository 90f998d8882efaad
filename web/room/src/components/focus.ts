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

/** Where the focus goes when the control that had it is gone: the part of the room it stood in. */
const PARTS = 'section, [role=region], main';

/**
 * Call in `$effect.pre` with all that changes the controls: one control gives way to the next all the time,
 * and a screen reader's place must not fall to the top of the page with it.
 */
export function keepPlace(changes: readonly unknown[]): void {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || focused === document.body || changes.length === 0)
    return;
  const parts: HTMLElement[] = [];
  for (let part = focused.closest<HTMLElement>(PARTS); part;) {
    parts.push(part);
    part = part.parentElement?.closest<HTMLElement>(PARTS) ?? null;
  }
  void tick().then(() => {
    if (focused.isConnected || document.activeElement !== document.body) return;
    const home = parts.find((part) => part.isConnected) ?? document.getElementById('main');
    const part = home?.id === 'main' ? (home.querySelector<HTMLElement>('.acts') ?? home) : home;
    part?.setAttribute('tabindex', '-1');
    part?.focus({ preventScroll: true });
  });
}
