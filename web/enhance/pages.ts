// Enhances pages that work without it: the visitor's own time zone, a countdown, a link to copy.
// Nothing here is required. At most 2 KB compressed.

const page = document.body;

/**
 * Gives the server the browser's time zone in a cookie, unless the visitor has chosen one, and
 * reloads the page if its times were in another zone. The server itself stores nothing.
 */
function useOwnZone(): void {
  const { zone, guess } = page.dataset;
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (guess === undefined || !own?.includes('/')) return;
  if (guess === 'address') {
    // An embedded page has no cookies: its URL carries the zone.
    const address = new URL(location.href);
    if (own === zone || address.searchParams.has('tz')) return;
    address.searchParams.set('tz', own);
    location.replace(address);
    return;
  }
  // `~` marks a zone that this script set; without it, the visitor chose the zone.
  // By plain http over a network, browsers store no cookie that is marked as secure.
  const [name, secure] = isSecureContext ? ['__Host-zone', ' secure;'] : ['porchlight-zone', ''];
  const stored = new RegExp(`${name}=([^;]*)`).exec(document.cookie)?.[1];
  if (stored === `~${own}` || (stored && !stored.startsWith('~'))) return;
  document.cookie = `${name}=~${own}; path=/;${secure} samesite=lax; max-age=31536000`;
  if (own !== zone && document.cookie.includes(`=~${own}`)) location.reload();
}

/** The countdowns that have not run out by this device's clock, which may be wrong. */
const running = new Set<HTMLElement>();

/** Minutes by which a device's clock may be ahead of the server's: it looks again for as long. */
const AHEAD = 10;

/**
 * Updates the countdowns: `data-until` is an instant, `data-m` and `data-hm` are the two patterns.
 * `again`: the page has been shown for a while, and may be loaded again.
 */
function countDown(again: boolean): void {
  for (const countdown of document.querySelectorAll<HTMLElement>('[data-until]')) {
    const { until = '', m = '', hm = '' } = countdown.dataset;
    const minutes = Math.ceil((Date.parse(until) - Date.now()) / 60_000);
    if (minutes > 0) {
      running.add(countdown);
      if (minutes < 2880) countdown.textContent = fillPattern(minutes < 120 ? m : hm, minutes);
    } else if ((running.delete(countdown) || minutes > -AHEAD) && again && !isFormChanged()) {
      // The server renders what follows; a name that is being typed is not lost.
      location.reload();
    }
  }
}

function fillPattern(pattern: string, minutes: number): string {
  const parts = { m: minutes < 120 ? minutes : minutes % 60, h: Math.floor(minutes / 60) };
  return pattern.replace(/\{([mh])\}/g, (_, key: 'm' | 'h') => String(parts[key]));
}

function isFormChanged(): boolean {
  return [...document.querySelectorAll('input')].some(
    (field) => field.value !== field.defaultValue,
  );
}

/** Reloads a page that was hidden for two minutes, since its times are old, unless a form is changed. */
function refreshWhenVisible(): void {
  let hiddenAt = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) hiddenAt = Date.now();
    else if (page.dataset['zone'] && Date.now() - hiddenAt > 120_000 && !isFormChanged())
      location.reload();
  });
}

function showCopyButtons(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
    const { copy = '', done = '' } = button.dataset;
    button.hidden = false;
    button.addEventListener('click', () => {
      void navigator.clipboard.writeText(copy).then(() => (button.textContent = done));
    });
  }
}

useOwnZone();
countDown(false);
setInterval(() => countDown(true), 15_000);
for (const live of document.querySelectorAll<HTMLElement>('[data-live]')) {
  live.textContent = live.dataset['live'] ?? '';
}
refreshWhenVisible();
if ('clipboard' in navigator) showCopyButtons();
