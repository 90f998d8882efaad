// What this page keeps in the browser. A browser that blocks storage throws at every use: then nothing is
// kept, and the person enters all the same.

export type TabStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** One text that other tabs of this browser find, for as long as the meeting lasts. */
export interface SharedText {
  get(): string | null;
  /** With 0 seconds, it is deleted. */
  set(text: string, seconds: number): void;
}

/** This tab's storage. */
export function tabStorage(of: { readonly sessionStorage: TabStorage }): TabStorage {
  return {
    getItem: (key) => attempt(() => of.sessionStorage.getItem(key)),
    setItem: (key, value) =>
      void attempt(() => {
        of.sessionStorage.setItem(key, value);
      }),
    removeItem: (key) =>
      void attempt(() => {
        of.sessionStorage.removeItem(key);
      }),
  };
}

/** A cookie, because it ends by itself; only for the pages of this meeting. */
export function meetingCookie(
  page: { cookie: string },
  { pathname, protocol }: { pathname: string; protocol: string },
): SharedText {
  const path = pathname.replace(/\/room\/?$/, '');
  const secure = protocol === 'https:' ? ';secure' : '';
  return {
    get: () => attempt(() => /(?:^|; )porchlight-seat=([^;]+)/.exec(page.cookie)?.[1] ?? null),
    set: (text, seconds) =>
      attempt(() => {
        page.cookie = `porchlight-seat=${text};path=${path};max-age=${seconds};samesite=strict${secure}`;
      }),
  };
}

function attempt<Result>(run: () => Result): Result | null {
  try {
    return run();
  } catch {
    return null;
  }
}
