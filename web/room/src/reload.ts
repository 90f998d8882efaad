// Reloads a page whose version of the protocol the server no longer speaks.
//
// Promises: the person comes back into their seat (its token stays in this tab's storage) with the
// chat text that they were typing; the page reloads itself once until a welcome, so it never loops.

import type { TabStorage } from './storage';

export interface ReloadDeps {
  /** This tab's storage: gone with the tab. */
  storage: TabStorage;
  reload(): void;
}

export class PageReload {
  readonly #deps: ReloadDeps;
  readonly #draftKey: string;
  readonly #reloadedKey: string;

  constructor(slug: string, deps: ReloadDeps) {
    this.#deps = deps;
    this.#draftKey = `porchlight.draft.${slug}`;
    this.#reloadedKey = `porchlight.reloaded.${slug}`;
  }

  /** The text that was being typed before the reload; it is erased from the storage. */
  takeDraft(): string {
    const { storage } = this.#deps;
    const draft = storage.getItem(this.#draftKey) ?? '';
    storage.removeItem(this.#draftKey);
    return draft;
  }

  /** The server welcomed this page: a later update may reload it again. */
  welcomed(): void {
    this.#deps.storage.removeItem(this.#reloadedKey);
  }

  /** Reloads unless the page was just reloaded for the same reason; false when it does not. */
  reloadOnce(draft: string): boolean {
    const { storage } = this.#deps;
    if (storage.getItem(this.#reloadedKey)) return false;
    storage.setItem(this.#reloadedKey, '1');
    // A browser that stores nothing would reload for ever.
    if (!storage.getItem(this.#reloadedKey)) return false;
    this.reload(draft);
    return true;
  }

  /** Reloads with the text kept; from a press. */
  reload(draft: string): void {
    if (draft) this.#deps.storage.setItem(this.#draftKey, draft);
    this.#deps.reload();
  }
}
