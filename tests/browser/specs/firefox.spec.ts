// A person with Firefox speaks and hears in a room with Chromium.

import { expect, test } from '@playwright/test';
import { localAddress, openFirefox, recordedPitch } from '../support/firefox.ts';
import { installHooks } from '../support/hooks.ts';
import { LAPTOP, Person } from '../support/person.ts';
import { Server } from '../support/server.ts';

/** The tone of Firefox's fake microphone, in hertz. */
const FIREFOX_TONE = 1000;

test('Firefox speaks and hears', async () => {
  const server = await Server.start({
    host: 'localhost',
    settings: { PORCHLIGHT_MEDIA_PUBLIC_ADDRESSES: localAddress() },
  });
  const dana = await Person.open('Dana', { tone: 600, viewport: LAPTOP });
  const firefox = await openFirefox();
  try {
    const page = await firefox.newPage();
    await page.setViewport({ width: 390, height: 844 });
    await page.evaluateOnNewDocument(installHooks);
    await dana.joinAsChair(server);
    await page.goto(server.meeting);
    await page.locator('input[name=name]').fill('Noor');
    await page.locator('::-p-aria([name="Join"][role="button"])').click();
    await page.locator('::-p-text(Connected.)').wait();

    await dana.press('Start the meeting');
    await dana.page.getByRole('button', { name: /^Welcome/ }).click();
    await dana.press('Start sharing');
    await expect
      .poll(() => recordedPitch(page), { message: 'Firefox hears Dana', timeout: 60_000 })
      .toBeGreaterThan(550);
    expect(await recordedPitch(page)).toBeLessThan(660);
    await dana.press("I'm done");

    await dana.page.getByRole('button', { name: /^Shares/ }).click();
    await page.waitForFunction(() =>
      [...document.querySelectorAll('button:not([aria-disabled])')].some((button) => button.textContent.includes('Raise hand')),
    );
    await page.locator('::-p-aria([name="Raise hand"][role="button"])').click();
    await dana.press('Call Noor');
    // A control that has just changed takes no press for a moment.
    await page.waitForFunction(() =>
      [...document.querySelectorAll('button:not([aria-disabled])')].some((button) => button.textContent.includes('Start sharing')),
    );
    await page.locator('::-p-aria([name="Start sharing"][role="button"])').click();
    await expect.poll(() => dana.pitch(), { timeout: 30_000 }).toBeGreaterThan(FIREFOX_TONE - 15);
    expect(await dana.pitch()).toBeLessThan(FIREFOX_TONE + 15);
  } finally {
    await Promise.all([firefox.close(), dana.close()]);
    await server.stop();
  }
});
