// The room under a thumb: a reader, a speaker and the chair, each on a phone.

import { expect, test } from '@playwright/test';
import { isAccessible } from '../support/axe.ts';
import { Person } from '../support/person.ts';
import { Server } from '../support/server.ts';

const NARROW = { width: 320, height: 640 };
/** Where screenshots go, when somebody wants to look at them. */
const SHOTS = process.env['PORCHLIGHT_TEST_SHOTS'];

async function shot({ page }: Person, name: string): Promise<void> {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png` });
}

test('a meeting on phones: first arrival, a reading, a share, and a word of the chair', async () => {
  const server = await Server.start();
  const ana = await Person.open('Ana', { tone: 700, still: true });
  const dana = await Person.open('Dana', { tone: 440, still: true });
  const theo = await Person.open('Theo', { still: true });
  try {
    await test.step('the first who comes learns that nobody leads yet', async () => {
      await ana.join(server);
      await expect(ana.page.getByText(/^Nobody leads yet\./)).toBeVisible();
      await shot(ana, 'first');
      await dana.joinAsChair(server);
      await expect(ana.page.getByText(/^Nobody leads yet\./)).toHaveCount(0);
      await theo.join(server);
    });

    await test.step('the text fills the reader’s screen, and everybody follows', async () => {
      await dana.press('Start the meeting');
      await dana.page.getByRole('button', { name: /First reading/ }).click();
      await dana.page.getByLabel('Read by').selectOption({ label: 'Ana' });
      await ana.press('Start sharing');
      const text = /the group’s text|the group's text/;
      await expect(ana.page.getByText('You are reading. Everyone follows along.')).toBeVisible();
      await expect(ana.page.getByText(text)).toBeVisible();
      await expect(ana.page.getByRole('heading', { name: 'Chat' })).toBeHidden();
      await expect(theo.page.getByText(text)).toBeVisible();
      await isAccessible(ana.page, 'reading out');
      await shot(ana, 'reader');
      await shot(theo, 'follower');
      await shot(dana, 'chair-reading');
      await ana.press("I'm done");
      await expect(ana.page.locator('#main').getByText('Thank you, Ana.')).toBeVisible();
      await expect(ana.page.getByText(text)).toBeVisible();
      await expect(ana.page.getByRole('button', { name: 'Start sharing' })).toHaveCount(0);
      await shot(ana, 'thanked');
    });

    await test.step('the chair sees how the speaker comes through, and what waits', async () => {
      await dana.page.getByRole('button', { name: /Shares/ }).click();
      await ana.press('Raise hand');
      const acts = dana.page.getByRole('region', { name: 'Your actions' });
      await expect(acts.getByRole('link', { name: '1 Hands' })).toBeVisible();
      await dana.press('Call Ana');
      await ana.press('Start sharing');
      await expect(dana.page.getByText('Coming through')).toBeVisible();
      await theo.hears(ana);
      await shot(dana, 'chair-share');
    });

    await test.step('a word of the chair lasts as long as the press', async () => {
      const hold = dana.page.getByRole('button', { name: 'Hold to say a word' });
      await hold.focus();
      await dana.page.keyboard.down('Space');
      await expect(hold).toHaveAttribute('aria-pressed', 'true');
      expect(await ana.page.evaluate(() => window.hearing.liveMicrophones())).toBe(1);
      await shot(dana, 'chair-word');
      await dana.page.keyboard.up('Space');
      await expect(hold).toHaveAttribute('aria-pressed', 'false');
      expect(await dana.page.evaluate(() => window.hearing.liveMicrophones())).toBe(0);
      await theo.hears(ana);
    });

    await test.step('the chair sees at once that the speaker is muted or gone', async () => {
      await ana.press('Mute for a moment');
      await expect(dana.page.getByText('Ana has their microphone off.')).toBeVisible();
      await ana.page.context().setOffline(true);
      await ana.page.goto('about:blank');
      await expect(dana.page.getByText(/^Ana lost the connection\./)).toBeVisible();
      await shot(dana, 'chair-down');
    });

    await test.step('the question before a pause fits the narrowest phone', async () => {
      await dana.page.setViewportSize(NARROW);
      await dana.press('Pause');
      const box = await dana.page.locator('#freeze-cover').boundingBox();
      expect(box?.x ?? -1).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 1000)).toBeLessThanOrEqual(NARROW.width);
      await shot(dana, 'pause-narrow');
      await dana.press('Not now');
      await shot(dana, 'chair-narrow');
      await theo.page.setViewportSize(NARROW);
      await theo.page.getByLabel('Message the hosts').focus();
      await shot(theo, 'message-narrow');
    });
  } finally {
    await Promise.all([ana, dana, theo].map((person) => person.close()));
    await server.stop();
  }
});
