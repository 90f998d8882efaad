// The pages around the room: they work without a script, for everyone, and over a thin line.

import { type Locator, type Page, expect, test } from '@playwright/test';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { isAccessible } from '../support/axe.ts';
import { LAPTOP, PHONE, Person } from '../support/person.ts';
import { Server } from '../support/server.ts';

/** What fits the first flight of a connection: ten segments, less their headers. */
const FIRST_FLIGHT_BYTES = 14 * 1024;

/** What the optional script may weigh. */
const COMFORT_BYTES = 2 * 1024;

let server: Server;

test.beforeAll(async () => {
  server = await Server.start();
});

test.afterAll(async () => {
  await server.stop();
});

test('every page works without JavaScript and asks nothing of another host', async () => {
  const jo = await Person.open('Jo', { javaScript: false });
  const { page } = jo;
  try {
    await test.step('the schedule says what is open, and leads to it', async () => {
      await page.goto(server.url);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(/open right now$/);
      await expect(page.getByRole('link', { name: 'In crisis? Talk to someone now' })).toBeVisible();
      const circle = evening(page);
      await expect(circle.getByText(/^\d+ min left$/)).toBeVisible();
      await circle.getByRole('link', { name: 'Join Evening Circle' }).click();
      await expect(page).toHaveURL(server.meeting);
      await page.getByRole('link', { name: 'All meetings' }).click();
    });

    await test.step('times follow the city that the visitor names', async () => {
      const start = evening(page).locator('time').first();
      const instant = (await start.getAttribute('datetime')) ?? '';
      await chooseCity(jo, 'Tokyo');
      await expect(page.getByText(/^Times are in Tokyo time\./)).toBeVisible();
      await expect(start).toHaveAttribute('datetime', instant);
      await expect(start).toHaveText(clock(instant, 'Asia/Tokyo'));
      await page.getByRole('link', { name: 'Evening Circle', exact: true }).first().click();
      await expect(page.getByText(/Next for you: .*, Tokyo time\./)).toBeVisible();
      await page.getByRole('link', { name: 'All meetings' }).click();
      await expect(start).toHaveText(clock(instant, 'Asia/Tokyo'));
    });

    await test.step('a city that nobody knows is asked for again, with a list', async () => {
      await chooseCity(jo, 'Atlantis');
      await expect(page.getByText('Atlantis')).toBeVisible();
      const list = page.getByLabel('Your time zone');
      await expect(list).toHaveAttribute('aria-invalid', 'true');
      await expect(list).toHaveAccessibleDescription(/^We don’t know that one\./);
      await list.selectOption('Europe/Lisbon');
      await page.getByRole('button', { name: 'Use this' }).click();
      await expect(page.getByText(/^Times are in Lisbon time\./)).toBeVisible();
    });

    await test.step('a search without a result says what to loosen', async () => {
      await page.getByLabel('Name, group or word').fill('nowhere');
      await page.getByLabel('Kind').selectOption({ label: 'Women' });
      await page.getByRole('button', { name: 'Show', exact: true }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(
        'No meetings match your search',
      );
      await expect(page.getByText('Remove one of these, or show everything.')).toBeVisible();
      await page.getByRole('link', { name: /^nowhere ?, ?\d+ without it ?, remove$/ }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(/match(es)?$/);
      await expect(page.getByRole('link', { name: /^Women ?, remove$/ })).toBeVisible();
      await page.getByRole('link', { name: 'Show everything' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(/open right now$/);
      await expect(page.getByText(/^Times are in Lisbon time\./)).toBeVisible();
    });

    await test.step('a name that cannot be used is kept, with the reason', async () => {
      await page.goto(server.meeting);
      const name = page.getByLabel('Your first name');
      await name.fill('Jo 4471');
      await page.getByLabel('I am new here').check();
      expect(await submit(jo, 'Join')).toBe(422);
      await expect(name).toHaveValue('Jo 4471');
      await expect(name).toHaveAttribute('aria-invalid', 'true');
      await expect(name).toHaveAccessibleDescription(/Leave out the digits/);
      await expect(page.getByLabel('I am new here')).toBeChecked();
    });

    await test.step('a good name leads to the room, which says that it needs a script', async () => {
      await page.getByLabel('Your first name').fill('Jo');
      expect(await submit(jo, 'Join')).toBe(200);
      await expect(page).toHaveURL(`${server.meeting}/room`);
      await expect(page.getByRole('heading', { name: 'This room needs JavaScript' })).toBeVisible();
      await page.getByRole('link', { name: 'Back to the meeting' }).click();
      await expect(page).toHaveURL(server.meeting);
    });

    await test.step('what to expect, what is kept, and whom to call', async () => {
      await page.getByRole('link', { name: 'New here?', exact: true }).first().click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('What to expect');
      await expect(page.getByText(/^Almost nothing\. No e-mail/)).toBeVisible();
      await page.getByRole('link', { name: 'In crisis?', exact: true }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Talk to someone now');
      await expect(page.getByText(/^Call your country’s emergency number\./)).toBeVisible();
      // The example site has no line, so the page speaks of none.
      await expect(page.getByText(/\blines?\b/i)).toHaveCount(0);
    });

    await test.step('signing in with wrong data gives nothing away', async () => {
      await page.getByRole('link', { name: 'Sign in' }).click();
      await page.getByLabel('Account number').fill('1234 5678 9012 3456');
      await page.getByLabel('Passphrase').fill('four cold words here');
      expect(await submit(jo, 'Sign in')).toBe(422);
      await expect(page.getByRole('alert')).toHaveText(
        'That number and passphrase do not match. Check both and try again.',
      );
      await expect(page.getByLabel('Account number')).toHaveValue('1234 5678 9012 3456');
      await expect(page.getByLabel('Passphrase')).toHaveValue('');
      await expect(page.getByLabel('Passphrase')).toHaveAttribute('aria-invalid', 'true');
    });

    await test.step('looking at an invitation does not use it up; taking it does', async () => {
      for (let look = 0; look < 2; look += 1) {
        await page.goto(server.chairLink);
        await expect(page.getByRole('heading', { level: 1 })).toHaveText(
          'You are invited to serve',
        );
        await expect(page.getByText(/you become the chair of .*Evening Circle/)).toBeVisible();
      }
      await jo.makeAccount(server.chairLink);
      await expect(page).toHaveURL(server.meeting);
      expect((await page.goto(server.chairLink))?.status()).toBe(410);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(
        'This invitation can’t be used',
      );
    });

    expect([...jo.hosts]).toEqual([server.host]);
  } finally {
    await jo.close();
  }
});

test('every page is accessible, small and large, in light and dark', async () => {
  const omar = await Person.open('Omar', { still: true });
  const { page } = omar;
  const badName = async () => {
    await page.goto(server.meeting);
    await page.getByLabel('Your first name').fill('Omar 4471');
    await omar.press('Join');
    await expect(page.getByLabel('Your first name')).toHaveAttribute('aria-invalid', 'true');
  };
  const wrongData = async () => {
    await page.goto(`${server.url}/sign-in`);
    await page.getByLabel('Account number').fill('1234');
    await page.getByLabel('Passphrase').fill('four cold words here');
    await omar.press('Sign in');
    await expect(page.getByRole('alert')).toBeVisible();
  };
  const at = (address: string) => async () => {
    await page.goto(address);
  };
  const places: readonly [string, () => Promise<void>][] = [
    ['the schedule', at(server.url)],
    ['an unknown city', at(`${server.url}/?tz=Atlantis`)],
    ['a search without a result', at(`${server.url}/?q=nowhere`)],
    ['a meeting', at(server.meeting)],
    ['a bad name', badName],
    ['what to expect', at(`${server.url}/new`)],
    ['crisis lines', at(`${server.url}/crisis`)],
    ['signing in', at(`${server.url}/sign-in`)],
    ['wrong data', wrongData],
    ['an invitation', at(server.secretaryLink)],
    ['a used invitation', at(`${server.url}/invite/used`)],
    ['a page that is not there', at(`${server.url}/nowhere`)],
  ];
  try {
    for (const [what, open] of places) {
      await open();
      for (const size of [PHONE, LAPTOP]) {
        await page.setViewportSize(size);
        await isAccessible(page, `${what}, ${size.width} wide`);
      }
    }
    expect([...omar.hosts]).toEqual([server.host]);
  } finally {
    await omar.close();
  }
});

test('the schedule and a meeting come in the first flight of a connection', async () => {
  const theo = await Person.open('Theo');
  try {
    for (const address of [`${server.url}/`, server.meeting]) {
      const asked = new Set<string>();
      const note = (request: { url(): string }): void => void asked.add(request.url());
      theo.page.on('request', note);
      await theo.page.goto(address);
      theo.page.off('request', note);
      const scripts = [...asked].filter((url) => url.endsWith('.js'));
      const needed = [...asked].filter((url) => !url.endsWith('.js'));
      expect(needed.length, 'a page is its HTML and its CSS').toBe(2);
      expect(await sum(needed)).toBeLessThanOrEqual(FIRST_FLIGHT_BYTES);
      expect(scripts.length, 'and one script that it can do without').toBe(1);
      expect(await sum(scripts)).toBeLessThanOrEqual(COMFORT_BYTES);
    }
  } finally {
    await theo.close();
  }
});

/** The row of the meeting in progress. At some hours of the week other examples are open as well. */
function evening(page: Page): Locator {
  return page
    .getByRole('region', { name: 'Happening now' })
    .getByRole('listitem')
    .filter({ hasText: 'Evening Circle' });
}

async function chooseCity(person: Person, city: string): Promise<void> {
  await person.page.getByText('Change', { exact: true }).click();
  await person.page.getByLabel('Your city').fill(city);
  await person.press('Use this');
}

/** The hour and minute of an instant as a wall clock in `timeZone` shows them. */
function clock(instant: string, timeZone: string): string {
  const format: Intl.DateTimeFormatOptions = { timeZone, timeStyle: 'short', hourCycle: 'h23' };
  return new Intl.DateTimeFormat('en-GB', format).format(new Date(instant));
}

/** Presses a form's button and returns the status of the page that follows. */
async function submit({ page }: Person, button: string): Promise<number> {
  const answered = page.waitForResponse(
    (response) => response.request().isNavigationRequest() && response.status() !== 303,
  );
  await page.getByRole('button', { name: button, exact: true }).click();
  return (await answered).status();
}

async function sum(urls: readonly string[]): Promise<number> {
  const sizes = await Promise.all(urls.map(transferred));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The bytes of a response's body as they come over the wire, in Brotli. */
async function transferred(url: string): Promise<number> {
  const request = get(url, { headers: { 'accept-encoding': 'br' } });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  expect(response.headers['content-encoding'], url).toBe('br');
  let bytes = 0;
  for await (const chunk of response) {
    bytes += (chunk as Buffer).length;
  }
  return bytes;
}
