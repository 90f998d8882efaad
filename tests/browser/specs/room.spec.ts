// One meeting from start to end: by keyboard, at the chair's desk, in a pause and without a chair.

import { type Locator, expect, test } from '@playwright/test';
import { isAccessible } from '../support/axe.ts';
import { LAPTOP, Person } from '../support/person.ts';
import { Server } from '../support/server.ts';

/** More Tab stops than any page of the room has: bounds the search for a control. */
const MAX_STOPS = 60;

test('a whole meeting, from open doors to an empty chair', async () => {
  const server = await Server.start({ settings: { PORCHLIGHT_SITE_NAME: 'By the River' } });
  const dana = await Person.open('Dana', { tone: 440, viewport: LAPTOP, still: true });
  const theo = await Person.open('Theo', { tone: 900, still: true });
  const jo = await Person.open('Jo', { still: true });
  const ruth = await Person.open('Ruth', { viewport: LAPTOP, still: true });
  const everyone = [dana, theo, jo, ruth];
  const handOf = (name: string): Locator =>
    queue(dana).getByRole('listitem').filter({ hasText: name });
  try {
    await test.step('the doors are open', async () => {
      await dana.joinAsChair(server);
      await theo.join(server);
      await expect(theo.page).toHaveTitle('Evening Circle, the room · By the River');
      await areAccessible([dana, theo], 'doors open');
    });

    await test.step('whoever comes while the lobby is on waits until they are let in', async () => {
      await dana.press('Turn the lobby on');
      await jo.page.goto(server.meeting);
      await jo.page.getByLabel('Your first name').fill('Jo');
      await jo.page.getByLabel('I am new here').check();
      await jo.press('Join');
      await expect(jo.page.getByRole('heading', { name: 'You are at the door' })).toBeFocused();
      await expect(dana.page.getByText('One person at the door')).toBeVisible();
      await areAccessible([dana, jo], 'at the door');
      await dana.press('Admit');
      await jo.isIn();
      await dana.press('Turn the lobby off');
    });

    await test.step('a hand goes up by keyboard', async () => {
      await dana.press('Start the meeting');
      await dana.page.getByRole('button', { name: /^Shares/ }).click();
      await tabTo(theo, button(theo, 'Raise hand'));
      await theo.page.keyboard.press('Enter');
      await sees(theo, 'You are next.');
    });

    await test.step('a call is said aloud and takes the focus, but to no button', async () => {
      await dana.press('Call Theo');
      await isCalled(theo);
      await areAccessible([dana, theo], 'called');
    });

    await test.step('Skip takes the hand down', async () => {
      // Theo is still called, or was too late to answer: the same button works in both cases.
      await dana.press('Skip');
      await sees(theo, /^Dana moved on for now\./);
      await expect(handOf('Theo')).toHaveCount(0);
    });

    await test.step('Pass takes one’s own hand down, A little later keeps it', async () => {
      await raiseHands(theo, jo);
      await dana.press('Call Theo');
      await theo.press('Pass');
      await sees(theo, /^You passed, and that is fine\./);
      await sees(jo, 'You are next.');
      await theo.press('Raise hand');
      await sees(theo, 'You are 2nd in line.');
      await dana.press('Call Jo');
      await jo.press('A little later');
      await sees(theo, 'You are next.');
      await sees(jo, 'You are 2nd in line.');
    });

    await test.step('Hold keeps a place, Release gives it back', async () => {
      await handOf('Theo').getByRole('button', { name: 'Hold' }).click();
      await sees(theo, 'Your place is kept.');
      await expect(handOf('Theo').getByText('held')).toBeVisible();
      await handOf('Theo').getByRole('button', { name: 'Release' }).click();
      await sees(theo, 'You are next.');
    });

    await test.step('Lower hand takes it down', async () => {
      await theo.press('Lower hand');
      await sees(theo, /^Your hand is down\./);
      await expect(handOf('Theo')).toHaveCount(0);
    });

    await test.step('whoever loads the page again has the same seat and place', async () => {
      await theo.press('Raise hand');
      await sees(theo, 'You are 2nd in line.');
      const seats = await seatNames(theo);
      await theo.page.reload();
      await theo.isIn();
      await sees(theo, 'You are 2nd in line.');
      expect(await seatNames(theo)).toEqual(seats);
      await expect(dana.page.getByRole('heading', { name: 'People 3' })).toBeVisible();
      await handOf('Jo').getByRole('button', { name: 'Skip' }).click();
      await sees(theo, 'You are next.');
    });

    await test.step('sharing begins by keyboard', async () => {
      await dana.press('Call Theo');
      await isCalled(theo);
      await expect(button(theo, 'Start sharing')).toBeEnabled();
      await theo.page.keyboard.press('Tab');
      await expect(button(theo, 'Start sharing')).toBeFocused();
      await theo.page.keyboard.press('Enter');
      await expect(theo.page.getByText('Connected. Everyone hears you.')).toBeVisible();
      await jo.hears(theo);
    });

    await test.step('+1 min gives a minute more', async () => {
      const clock = dana.page.getByRole('region', { name: 'Theo is sharing' }).getByRole('time');
      const before = await seconds(clock);
      await dana.press('+1 min');
      await expect.poll(() => seconds(clock)).toBeGreaterThan(before);
      await areAccessible([dana, theo], 'sharing');
    });

    await test.step('a short press on Pause asks first, then pauses the room', async () => {
      await dana.press('Pause');
      await expect(dana.page.getByRole('heading', { name: 'Pause the room?' })).toBeVisible();
      await isAccessible(dana.page, 'the question before freezing');
      await dana.press('Not now');
      await expect(dana.page.getByRole('heading', { name: 'Pause the room?' })).toHaveCount(0);
      await expect(button(dana, 'Pause')).toBeFocused();
      await jo.hears(theo);
      await dana.press('Pause');
      await dana.press('Pause now');
      await expect(theo.page.getByRole('heading', { name: 'The room is paused' })).toBeVisible();
      await jo.hearsNobody();
      await areAccessible([dana, theo], 'frozen');
      await dana.press('Resume');
      await expect(theo.page.getByRole('heading', { name: 'The room is paused' })).toHaveCount(0);
    });

    await test.step('a share ends by keyboard', async () => {
      await tabTo(theo, button(theo, "I'm done"));
      await theo.page.keyboard.press('Enter');
      await sees(theo, 'Thank you, Theo.');
      expect(await theo.page.evaluate(() => window.hearing.liveMicrophones())).toBe(0);
    });

    await test.step('the chair is handed over, and back', async () => {
      await dana.press('More for Theo');
      await dana.press('Hand over the chair');
      await dana.press('Give it to Theo');
      await expect(theo.page.getByRole('heading', { name: 'Running order' })).toBeVisible();
      await isAccessible(theo.page, 'the desk on a phone');
      await theo.press('More for Dana');
      await theo.press('Hand over the chair');
      await theo.press('Give it to Dana');
      await expect(dana.page.getByText(/^You chair/)).toBeVisible();
    });

    await test.step('when the chair leaves, the secretary can lead on', async () => {
      await ruth.makeAccount(server.secretaryLink);
      await ruth.join(server);
      await leaves(dana, server);
      await sees(theo, /^Someone will take the chair in a moment\./);
      await expect(button(ruth, 'Take the chair')).toBeVisible();
      await expect(button(theo, 'Take the chair')).toHaveCount(0);
      await areAccessible([theo, ruth], 'an empty chair');
      await ruth.press('Take the chair');
      await expect(ruth.page.getByText(/^You chair/)).toBeVisible();
      await expect(theo.page.getByText(/^Someone will take the chair/)).toHaveCount(0);
    });

    await leaves(theo, server);
    for (const person of everyone) {
      expect([...person.hosts], person.name).toEqual([server.host]);
    }
  } finally {
    await Promise.all(everyone.map((person) => person.close()));
    await server.stop();
  }
});

function button({ page }: Person, name: string): Locator {
  return page.getByRole('button', { name, exact: true });
}

/** Visible on the page, not only announced to a screen reader. */
async function sees({ page }: Person, words: string | RegExp): Promise<void> {
  await expect(page.locator('#main').getByText(words)).toBeVisible();
}

/** The chair's list of hands. */
function queue({ page }: Person): Locator {
  return page.getByRole('list', { name: /^Queue/ });
}

/** Checks the pages of several people at the same moment. */
async function areAccessible(people: readonly Person[], what: string): Promise<void> {
  await Promise.all(people.map(({ name, page }) => isAccessible(page, `${what}, ${name}`)));
}

/** Raises the first hand, and the second one after the room has shown the first. */
async function raiseHands(first: Person, second: Person): Promise<void> {
  await first.press('Raise hand');
  await sees(first, 'You are next.');
  await second.press('Raise hand');
  await sees(second, 'You are 2nd in line.');
}

/** Moves the focus with Tab, like a person without a mouse. */
async function tabTo({ page }: Person, wanted: Locator): Promise<void> {
  for (let stop = 0; stop < MAX_STOPS; stop += 1) {
    await page.keyboard.press('Tab');
    if (await wanted.evaluate((element) => element === document.activeElement)) {
      // A control that has just appeared or changed takes no press for a moment.
      await expect(wanted).toBeEnabled();
      return;
    }
  }
  throw new Error(`Tab does not reach ${wanted}`);
}

async function isCalled({ name, page }: Person): Promise<void> {
  await expect(page.getByRole('heading', { name: `Dana has called you, ${name}` })).toBeFocused();
  await expect(page.locator('[aria-live=assertive]')).toHaveText(
    'Dana has called you. Press Start sharing when you are ready, or Pass.',
  );
  expect(await page.evaluate(() => window.hearing.liveMicrophones())).toBe(0);
}

/** The circle as a screen reader lists it, in the order of the seats. */
async function seatNames({ page }: Person): Promise<string[]> {
  return page.getByRole('list', { name: 'The circle' }).getByRole('listitem').allInnerTexts();
}

/** The seconds that a clock such as `2:41` shows. */
async function seconds(clock: Locator): Promise<number> {
  const [, minutes = '', rest = ''] = /(\d+):(\d\d)/.exec(await clock.innerText()) ?? [];
  return Number(minutes) * 60 + Number(rest);
}

/** Leaves: the page says so and links to other meetings. */
async function leaves(person: Person, server: Server): Promise<void> {
  await person.press('Leave');
  await expect(person.page.getByRole('heading', { name: 'You have left' })).toBeFocused();
  await person.page.getByRole('link', { name: 'See other meetings' }).click();
  await expect(person.page).toHaveURL(`${server.url}/`);
}
