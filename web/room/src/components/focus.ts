// Keeps the keyboard focus while the page changes: a row that moves loses its focus in the browser, and
// a focused button that disappears moves it to the top of the page.

import { tick } from 'svelte';

/** Call in `$effect.pre`, before the list is rendered again from `rows`. */
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

/** Where the focus goes when its control has disappeared: the section that contained it. */
const PARTS = 'section, [role=region], main';

/**
 * Call in `$effect.pre` with everything that changes the controls: they are replaced all the time, and a
 * screen reader must not lose its position each time.
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
