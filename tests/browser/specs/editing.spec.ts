// Those who look after a group or the site, without a script: what they save, and what they never lose.

import { type Page, expect, test } from '@playwright/test';
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

test('a secretary adds a meeting, makes mistakes, loses nothing, and cancels a date', async () => {
  const dana = await Person.open('Dana', { javaScript: false });
  const { page } = dana;
  const group = `${server.url}/groups/riverside`;
  try {
    await dana.makeAccount(server.secretaryLink);
    await page.goto(group);
    await page.getByRole('link', { name: 'Add a meeting' }).click();

    await test.step('mistakes are told beside the fields and above the form', async () => {
      await page.getByLabel('Name of the meeting').fill('Sunday <Long> Table');
      await page.getByLabel('What it is like').fill('Once a month.\n\nBring tea.');
      await page.getByLabel('Monthly, by weekday').check();
      await page.getByLabel('Starts at').fill('teatime');
      await page.getByLabel('Time zone').fill('Atlantis');
      await dana.press('Show the dates');
      const refused = page.getByRole('alert');
      await expect(refused.getByRole('link')).toHaveCount(3);
      await refused.getByRole('link', { name: /^Starts at: / }).click();
      const time = page.getByLabel('Starts at');
      await expect(time).toHaveAttribute('aria-invalid', 'true');
      await expect(time).toHaveAccessibleDescription(/Write a time such as 19:00 or 7 pm\.$/);
      await expect(time).toHaveValue('teatime');
      await expect(page.getByLabel('Name of the meeting')).toHaveValue('Sunday <Long> Table');
      await expect(page.getByLabel('What it is like')).toHaveValue('Once a month.\n\nBring tea.');
      await expect(page.getByLabel('Monthly, by weekday')).toBeChecked();
    });

    await test.step('the next ten dates are shown on three clocks before anything is saved', async () => {
      await page.getByLabel('first', { exact: true }).check();
      await page.getByLabel('third', { exact: true }).check();
      await page.getByLabel('Day of the week', { exact: true }).selectOption('Sunday');
      await page.getByLabel('Starts at').fill('4 pm');
      await page.getByLabel('Time zone').fill('New York');
      await dana.press('Show the dates');
      const words = page.getByRole('complementary', { name: 'In words' });
      await expect(words).toContainText('The first and third Sunday of the month at 16:00, New York time');
      await expect(words.getByRole('columnheader')).toHaveCount(3);
      await expect(words.locator('tbody tr')).toHaveCount(10);
      const tab = await page.context().newPage();
      await tab.goto(group);
      await expect(tab.getByText('Sunday <Long> Table')).toHaveCount(0);
      await tab.close();
    });

    await test.step('what is saved is on the group’s page and on the schedule', async () => {
      await dana.press('Save the meeting');
      await expect(page).toHaveURL(`${group}?done=saved#sunday-long-table-2`);
      await expect(page.getByRole('status')).toHaveText('Saved. Everyone can see it now.');
      await page.getByRole('link', { name: 'Sunday <Long> Table', exact: true }).click();
      await expect(page.getByText(/The first and third Sunday of the month at 16:00/)).toBeVisible();
    });

    await test.step('one date is cancelled', async () => {
      await page.goto(group);
      await page.getByRole('link', { name: 'Edit Sunday <Long> Table' }).click();
      const dates = page.getByRole('region', { name: 'Single dates' });
      await dates.getByRole('link').first().click();
      await page.getByLabel('Is cancelled').check();
      await page.getByLabel('Guest speaker').fill('Ana 99');
      await dana.press('Save this date');
      await expect(page.getByLabel('Guest speaker')).toHaveValue('Ana 99');
      await page.getByLabel('Guest speaker').fill('');
      await dana.press('Save this date');
      await expect(dates.getByRole('link', { name: /cancelled$/ })).toHaveCount(1);
      await page.goto(`${server.url}/meetings/sunday-long-table-2`);
      await expect(page.getByRole('listitem').filter({ hasText: 'cancelled' }).first()).toBeVisible();
    });

    await test.step('a sheet is looked at before it is brought in', async () => {
      await page.goto(`${group}/import`);
      await page
        .getByLabel('Or paste the rows')
        .fill('title,days,time,zone,minutes,repeats,access,language\nDawn,mon,6:15,Asia/Kolkata,30,weekly,open,en\nDusk,mon,late,Asia/Kolkata,30,weekly,open,en');
      await dana.press('See what it would do');
      await expect(page.getByText('Dawn').first()).toBeVisible();
      await expect(page.getByLabel('Or paste the rows')).toHaveValue(/Dusk,mon,late/);
      await page.getByRole('button', { name: /^Import 1 meeting/ }).click();
      await page.goto(group);
      await expect(page.getByRole('link', { name: 'Dawn', exact: true })).toBeVisible();
    });
    expect([...dana.hosts]).toEqual([server.host]);
  } finally {
    await dana.close();
  }
});

test('an operator looks after a feed, is told why none inside a network is asked, and lets a site in', async () => {
  const sam = await Person.open('Sam', { javaScript: false });
  const { page } = sam;
  try {
    await sam.makeAccount(server.operatorLink);
    await page.goto(`${server.url}/operator`);
    await page.getByLabel('What to call it').fill('Inside');
    await page.getByLabel('Address of the feed').fill(`${server.url}/meetings.json`);
    await sam.press('Subscribe');
    await expect(page.getByText(/^That address is inside a private network/)).toBeVisible();
    await expect(page.getByLabel('Address of the feed')).toHaveValue(`${server.url}/meetings.json`);

    await test.step('whoever loads the address of that form is led to the page', async () => {
      await page.goto(page.url());
      await expect(page).toHaveURL(`${server.url}/operator#feeds`);
    });

    await test.step('a feed is renamed, and given up only with a tick', async () => {
      await page.getByLabel('What to call it').fill('Nowhere');
      // Nobody answers there: the name is kept for that (RFC 2606).
      await page.getByLabel('Address of the feed').fill('https://directory.invalid/feed.json');
      await sam.press('Subscribe');
      await page.getByText('Edit or unsubscribe Nowhere').click();
      await page.getByLabel('What to call it').first().fill('Elsewhere');
      await sam.press('Save the name and zone');
      await expect(page.getByRole('heading', { name: 'Elsewhere', exact: true })).toBeVisible();
      await page.getByText('Edit or unsubscribe Elsewhere').click();
      await sam.press('Unsubscribe Elsewhere');
      await expect(page.getByRole('heading', { name: 'Elsewhere', exact: true })).toBeVisible();
      await page.getByLabel('Yes, take its meetings off the schedule at once').check();
      await sam.press('Unsubscribe Elsewhere');
      await expect(page.getByRole('heading', { name: 'Elsewhere', exact: true })).toHaveCount(0);
    });

    await page.getByLabel('Their addresses, one per line').fill('https://intergroup.example');
    await sam.press('Save the sites');
    const embed = await fetch(`${server.url}/embed`);
    expect(embed.headers.get('content-security-policy')).toMatch(/'self' https:\/\/intergroup\.example$/);
  } finally {
    await sam.close();
  }
});

test('the pages of those who serve are accessible, small and large, in light and dark', async () => {
  // A server of its own: each invitation works once.
  const other = await Server.start();
  const omar = await Person.open('Omar', { still: true });
  const { page } = omar;
  const wrongForm = async (): Promise<void> => {
    await page.goto(`${other.url}/groups/riverside/meetings/new`);
    await page.getByLabel('Starts at').fill('teatime');
    await omar.press('Save the meeting');
    await expect(page.getByRole('alert')).toBeVisible();
  };
  try {
    await omar.makeAccount(other.operatorLink);
    for (const path of [
      '/operator',
      '/sharing',
      '/groups/riverside',
      '/groups/riverside/edit',
      '/groups/riverside/import',
      '/groups/riverside/meetings/tuesday-newcomers/edit',
    ]) {
      await page.goto(other.url + path);
      await looksFine(page, path);
    }
    await page.getByRole('region', { name: 'Single dates' }).getByRole('link').first().click();
    await looksFine(page, 'one date');
    await wrongForm();
    await looksFine(page, 'a form with mistakes');
    await page.goto(`${other.url}/operator`);
    await page.getByLabel('What to call it').fill('Nowhere');
    await page.getByLabel('Address of the feed').fill('https://directory.invalid/feed.json');
    await omar.press('Subscribe');
    await page.getByText('Edit or unsubscribe Nowhere').click();
    await page.getByLabel('Its time zone').first().fill('Atlantis');
    await omar.press('Save the name and zone');
    await looksFine(page, 'a feed that is changed');
  } finally {
    await omar.close();
    await other.stop();
  }
});

/** Accessible at both sizes, and no wider than a small phone in either direction of reading. */
async function looksFine(page: Page, what: string): Promise<void> {
  for (const size of [PHONE, LAPTOP]) {
    await page.setViewportSize(size);
    await isAccessible(page, `${what}, ${size.width} wide`);
  }
  await page.setViewportSize({ width: 320, height: 640 });
  for (const direction of ['rtl', 'ltr']) {
    await page.evaluate((direction) => (document.documentElement.dir = direction), direction);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(over, `${what} ${direction}`).toBeLessThanOrEqual(0);
  }
}
