// Comfort for pages that work without it: the visitor's own zone, a clock that counts, a link to copy.
// Everything stands on its own; nothing here is needed. At most 2 KB as it is sent.

const page = document.body;

/**
 * The zone is the browser's to know, unless a person has chosen one; the server remembers nothing. Told
 * again when the browser's own clock is set to another; only once, and only if it sticks.
 */
function useOwnZone(): void {
  const { zone, guess } = page.dataset;
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (guess === undefined || !own?.includes('/')) return;
  if (guess === 'address') {
    // Inside another site nothing is remembered.
    const address = new URL(location.href);
    if (own === zone || address.searchParams.has('tz')) return;
    address.searchParams.set('tz', own);
    location.replace(address);
    return;
  }
  const known = /__Host-zone=([^;]*)/.exec(document.cookie)?.[1];
  // One that was chosen stands; one that was told before and not understood is not told again.
  if (known === `~${own}` || (known && !known.startsWith('~'))) return;
  document.cookie = `__Host-zone=~${own}; path=/; secure; samesite=lax; max-age=31536000`;
  if (own !== zone && document.cookie.includes(`=~${own}`)) location.reload();
}

/** What was still ahead by this machine's clock, which may be wrong. */
const ahead = new Set<HTMLElement>();

/** Counts on what the server wrote: `data-until` an instant, `data-m`, `data-hm` its two patterns. */
function countDown(): void {
  for (const shown of document.querySelectorAll<HTMLElement>('[data-until]')) {
    const { until = '', m = '', hm = '' } = shown.dataset;
    const minutes = Math.ceil((Date.parse(until) - Date.now()) / 60_000);
    if (minutes > 0) {
      ahead.add(shown);
      if (minutes < 2880) shown.textContent = filled(minutes < 120 ? m : hm, minutes);
    } else if (ahead.delete(shown) && !typed()) {
      // What comes then is for the server to say; a name that was begun to be typed stays.
      location.reload();
    }
  }
}

function filled(pattern: string, minutes: number): string {
  const parts = { m: minutes < 120 ? minutes : minutes % 60, h: Math.floor(minutes / 60) };
  return pattern.replace(/\{([mh])\}/g, (_, key: 'm' | 'h') => String(parts[key]));
}

function typed(): boolean {
  return [...document.querySelectorAll('input')].some(
    (field) => field.value !== field.defaultValue,
  );
}

/** A page that was looked at long ago tells an old time: it is asked for again, not while typing. */
function refreshWhenSeenAgain(): void {
  let left = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) left = Date.now();
    else if (page.dataset['zone'] && Date.now() - left > 120_000 && !typed()) location.reload();
  });
}

function offerToCopy(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
    const { copy = '', done = '' } = button.dataset;
    button.hidden = false;
    button.addEventListener('click', () => {
      void navigator.clipboard.writeText(copy).then(() => (button.textContent = done));
    });
  }
}

useOwnZone();
countDown();
setInterval(countDown, 15_000);
refreshWhenSeenAgain();
if ('clipboard' in navigator) offerToCopy();
