// The schedule as people find a meeting with it: with and without a script, by their own clock, on a
// poor line, from another site, on paper.

import { type Page, expect, test } from '@playwright/test';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isAccessible } from '../support/axe.ts';
import { LAPTOP, PHONE, Person } from '../support/person.ts';
import { Server } from '../support/server.ts';

let server: Server;

test.beforeAll(async () => {
  server = await Server.start();
});

test.afterAll(async () => {
  await server.stop();
});

test('without a script, everything that can be asked for is asked for by a form', async () => {
  const jo = await Person.open('Jo', { javaScript: false });
  const { page } = jo;
  const heading = page.getByRole('heading', { level: 1 });
  try {
    await test.step('a city is chosen once and remembered; addresses stay clean', async () => {
      await page.goto(server.url);
      await page.getByText('Change', { exact: true }).click();
      await page.getByLabel('Your city').fill('kathmandu');
      await jo.press('Use this');
      await expect(page.getByText(/^Times are in Kathmandu time\./)).toBeVisible();
      await page.goto(server.url);
      await expect(page.getByText(/^Times are in Kathmandu time\./)).toBeVisible();
      const day = page.getByRole('region', { name: 'The week' }).getByRole('link').first();
      await day.click();
      expect(new URL(page.url()).searchParams.has('tz')).toBe(false);
      await expect(page.getByText(/^Times are in Kathmandu time\./)).toBeVisible();
    });

    await test.step('accents and a slip of the finger do not matter', async () => {
      for (const typed of ['reunion', 'abirta', 'rodna de la tarde', 'ESPAÑOL']) {
        await find(page, typed);
        await expect(
          page.getByRole('link', { name: 'Ronda de la tarde', exact: true }).first(),
          typed,
        ).toBeVisible();
      }
    });

    await test.step('what is asked for together is in an address to be passed on', async () => {
      await page.goto(server.url);
      await page.getByLabel('Kind').selectOption({ label: 'Newcomers' });
      await page.getByLabel('Open or closed').selectOption({ label: 'Open' });
      await page.getByLabel('Newcomers welcome').check();
      await jo.press('Show');
      await expect(heading).toHaveText(/match(es)?$/);
      const shared = page.url();
      const found = await titles(page);
      expect(found).toContain('Evening Circle');
      expect(found).not.toContain('Half an Hour of Quiet');
      await page.goto('about:blank');
      await page.goto(shared);
      expect(await titles(page)).toEqual(found);
      await expect(page.getByLabel('Newcomers welcome')).toBeChecked();
    });

    await test.step('a date that differs is told where it stands', async () => {
      await page.goto(`${server.url}/meetings/early-tea`);
      const dates = page.getByRole('listitem').filter({ has: page.locator('time') });
      await expect(dates.filter({ hasText: 'cancelled' })).toHaveCount(1);
      await page.goto(`${server.url}/meetings/kitchen-table`);
      const moved = dates.filter({ hasText: 'Moved from' });
      await expect(moved).toHaveCount(1);
      await expect(moved).toContainText('Topic: What helps in the evening');
      await page.goto(`${server.url}/meetings/sunday-long-table`);
      await expect(page.getByText(/The first and third Sunday of the month at 16:00/)).toBeVisible();
    });

    await test.step('far from any meeting: by the hours when one is up', async () => {
      await page.goto(`${server.url}/far`);
      const you = page.getByRole('form', { name: 'Your day' });
      await you.getByLabel('Your city').fill('Tokyo');
      await you.getByLabel('From').selectOption('05:00');
      await you.getByLabel('Until').selectOption('04:00');
      await you.getByLabel('Language').selectOption({ label: 'English' });
      await you.getByRole('button', { name: 'Show' }).click();
      await expect(heading).toHaveText(/^You can listen to .* in the next 24 hours$/);
      await expect(page.getByText(/^Times are in Tokyo time\./)).toBeVisible();
      const hours = page.getByRole('region', { name: 'The hours ahead' }).getByRole('listitem');
      expect(await hours.count()).toBeGreaterThanOrEqual(22);
      await you.getByLabel('Language').selectOption({ label: 'Español' });
      await you.getByRole('button', { name: 'Show' }).click();
      await expect(you.getByLabel('Language')).toHaveValue('es');
      await expect(page.getByRole('link', { name: 'Show meetings in any language' })).toBeVisible();
      expect(await titles(page)).not.toContain('Evening Circle');
    });

    await test.step('the week on paper', async () => {
      await page.goto(server.url);
      await page.getByRole('link', { name: 'Print this week’s meetings' }).click();
      await expect(heading).toHaveText('Meetings this week');
      await page.emulateMedia({ media: 'print' });
      await expect(page.getByRole('link', { name: 'Sign in' })).toBeHidden();
      await expect(page.getByRole('rowheader', { name: 'Evening Circle' }).first()).toBeVisible();
      await page.emulateMedia({ media: null });
    });
    expect([...jo.hosts]).toEqual([server.host]);
  } finally {
    await jo.close();
  }
});

test('with a script, the browser tells its own zone, once, and a choice stands above it', async () => {
  const ana = await Person.open('Ana', { timeZone: 'America/St_Johns' });
  const { page } = ana;
  let loads = 0;
  page.on('framenavigated', () => (loads += 1));
  try {
    await page.goto(server.url);
    await expect(page.getByText(/^Times are in St Johns time\./)).toBeVisible();
    expect(loads, 'loaded again once').toBeLessThanOrEqual(2);
    loads = 0;
    await page.goto(server.url);
    await expect(page.getByText(/^Times are in St Johns time\./)).toBeVisible();
    expect(loads).toBe(1);
    // Their phone has travelled: what it told by itself it tells anew.
    const zone = { name: '__Host-zone', secure: true, path: '/', domain: '127.0.0.1' };
    await page.context().addCookies([{ ...zone, value: '~Europe/London' }]);
    await page.goto(server.meeting);
    await expect(page.getByText(/^Times are in St Johns time\./)).toBeVisible();
    await page.getByText('Change', { exact: true }).click();
    await page.getByLabel('Your city').fill('Lisbon');
    await ana.press('Use this');
    await page.goto(`${server.url}/?tz=Tokyo`);
    await expect(page.getByText(/^Times are in Tokyo time\./)).toBeVisible();
    await page.goto(`${server.url}/far`);
    await expect(page.getByText(/^Times are in Lisbon time\./)).toBeVisible();
    // Inside another site nothing is remembered: there the zone is in the address.
    await page.context().clearCookies();
    await page.goto(`${server.url}/embed?q=evening`);
    await expect(page.getByText(/^Times are in St Johns time\./)).toBeVisible();
    expect(new URL(page.url()).search).toBe('?q=evening&tz=America%2FSt_Johns');
    expect(await page.context().cookies()).toEqual([]);
    await page.goto(server.meeting);
    const copy = page.getByRole('button', { name: 'Copy the address' });
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await copy.click();
    await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(server.meeting);
  } finally {
    await ana.close();
  }
});

test('the forms of the schedule are accessible, small and large, in light and dark', async () => {
  const omar = await Person.open('Omar', { still: true });
  try {
    for (const path of [
      '/?newcomers=yes&q=circl',
      '/?show=open',
      '/far',
      '/far?language=es&from=3&until=4',
      '/week',
      '/embed',
      '/meetings/kitchen-table',
      '/meetings/early-tea',
    ]) {
      await omar.page.goto(server.url + path);
      for (const size of [PHONE, LAPTOP]) {
        await omar.page.setViewportSize(size);
        await isAccessible(omar.page, `${path}, ${size.width} wide`);
      }
    }
    expect([...omar.hosts]).toEqual([server.host]);
  } finally {
    await omar.close();
  }
});

test('nothing of a page is wider than a small phone, in either direction of reading', async () => {
  const noor = await Person.open('Noor', { viewport: { width: 320, height: 640 } });
  const { page } = noor;
  try {
    for (const path of ['/', '/far', '/week', '/embed', '/meetings/evening-circle']) {
      for (const direction of ['ltr', 'rtl']) {
        await page.goto(server.url + path);
        await page.evaluate((direction) => (document.documentElement.dir = direction), direction);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(over, `${path} ${direction}`).toBeLessThanOrEqual(0);
      }
    }
  } finally {
    await noor.close();
  }
});

test('on a thin line the schedule is painted from its page and its sheet alone', async () => {
  const theo = await Person.open('Theo');
  const { page } = theo;
  try {
    const line = await page.context().newCDPSession(page);
    await line.send('Network.enable');
    // 200 kbit/s either way, 600 ms there and back.
    await line.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 600,
      downloadThroughput: 25_000,
      uploadThroughput: 25_000,
    });
    await page.goto(server.url, { waitUntil: 'load' });
    const paint = await page.waitForFunction(
      () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
    );
    const painted = (await paint.jsonValue()) ?? Number.NaN;
    console.log(`first useful paint at 200 kbit/s, 600 ms: ${Math.round(painted)} ms (3,000 to reach)`);
  } finally {
    await theo.close();
  }
});

test('the same search answers programs, from anywhere', async ({ request }) => {
  const answer = await request.get(`${server.url}/schedule.json?q=evening&tz=Asia/Tokyo`);
  expect(answer.headers()['access-control-allow-origin']).toBe('*');
  const body = await answer.json();
  expect(body.zone).toBe('Asia/Tokyo');
  expect(body.meetings[0]).toMatchObject({
    title: 'Evening Circle',
    state: 'in_progress',
    join: server.meeting,
  });
  const again = await request.get(`${server.url}/schedule.json?q=evening&tz=Asia/Tokyo`, {
    headers: { 'if-none-match': answer.headers()['etag'] ?? '' },
  });
  // The minute may have turned meanwhile.
  expect([200, 304]).toContain(again.status());
});

test('another site shows the schedule only where the operator let it', async () => {
  const other = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<h1>Intergroup</h1><iframe title="Meetings" src="${server.url}/embed"></iframe>`);
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  const ida = await Person.open('Ida');
  try {
    await ida.page.goto(origin);
    const frame = ida.page.frameLocator('iframe');
    await expect(frame.getByRole('heading', { name: 'Happening now' })).toHaveCount(0);
    const policy = await (await fetch(`${server.url}/embed`)).headers.get('content-security-policy');
    expect(policy).toMatch(/frame-ancestors 'self'$/);
    const page = await (await fetch(server.url)).headers.get('content-security-policy');
    expect(page).toMatch(/frame-ancestors 'none'$/);
  } finally {
    await ida.close();
    other.close();
  }
});

/** Searches by the form of the page. */
async function find(page: Page, words: string): Promise<void> {
  await page.goto(server.url);
  await page.getByLabel('Name, group or word').fill(words);
  await page.getByRole('button', { name: 'Show', exact: true }).click();
}

/** The titles of all rows, once each, in the order of the alphabet: ties are shuffled. */
async function titles(page: Page): Promise<string[]> {
  const all = (await page.locator('.rows h3').allTextContents()).map((title) => title.trim());
  return [...new Set(all)].sort();
}

test('a clock that is wrong, or a zone that nobody knows, never loads a page over and over', async () => {
  const ben = await Person.open('Ben', { timeZone: 'America/St_Johns' });
  const { page } = ben;
  let loads = 0;
  page.on('framenavigated', () => (loads += 1));
  try {
    // An hour ahead of the server: whatever the page counts down to is over already.
    await page.clock.install({ time: Date.now() + 3_600_000 });
    await page.goto(server.meeting);
    await page.clock.runFor(60_000);
    // Once more for their own zone.
    expect(loads).toBe(2);
    await page.addInitScript(() => {
      const own = Intl.DateTimeFormat.prototype.resolvedOptions;
      Intl.DateTimeFormat.prototype.resolvedOptions = function () {
        return { ...own.call(this), timeZone: 'Moon/Crater' };
      };
    });
    loads = 0;
    await page.goto(server.url);
    await page.clock.runFor(60_000);
    await expect(page.getByText(/^Times are in UTC\./)).toBeVisible();
    expect(loads).toBeLessThanOrEqual(2);
  } finally {
    await ben.close();
  }
});
