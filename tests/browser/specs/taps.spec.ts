// A phone under a thumb: double taps do no harm, the browser's question costs no time, an end can be taken back.

import { type Locator, type Page, expect, test } from '@playwright/test';
import { PHONE, Person } from '../support/person.ts';
import { Server } from '../support/server.ts';

/** Two taps in one place, as fast as a thumb: the second one meets whatever stands there by then. */
async function tapTwice(page: Page, control: Locator): Promise<void> {
  await control.scrollIntoViewIfNeeded();
  await expect(control).toBeEnabled();
  const box = await control.boundingBox();
  expect(box).not.toBeNull();
  const [x, y] = [(box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2];
  await page.mouse.click(x, y);
  await page.waitForTimeout(250);
  await page.mouse.click(x, y);
}

/** The browser's question stays open until `window.answerQuestion` is called. */
async function holdQuestion(page: Page): Promise<void> {
  await page.evaluate(() => {
    const devices = navigator.mediaDevices;
    const ask = devices.getUserMedia.bind(devices);
    devices.getUserMedia = (constraints) =>
      new Promise((resolve, reject) => {
        Object.assign(window, {
          answerQuestion: () => {
            devices.getUserMedia = ask;
            ask(constraints).then(resolve, reject);
          },
        });
      });
  });
}

test('a meeting is led on a phone, with a heavy thumb', async () => {
  const server = await Server.start();
  const dana = await Person.open('Dana', { tone: 440, viewport: PHONE });
  const theo = await Person.open('Theo', { tone: 660 });
  try {
    await dana.joinAsChair(server);
    await theo.join(server);
    await dana.press('Start the meeting');
    await dana.page.getByRole('button', { name: /^Shares/ }).click();
    await theo.press('Raise hand');
    const bar = dana.page.getByRole('region', { name: 'Your actions' });

    await test.step('a second tap on Call skips nobody', async () => {
      await tapTwice(dana.page, bar.getByRole('button', { name: 'Call Theo' }));
      await expect(bar.getByRole('button', { name: 'Waiting for Theo' })).toBeDisabled();
      await expect(theo.page.getByRole('heading', { name: 'Dana has called you, Theo' })).toBeFocused();
      await expect(bar.getByRole('button', { name: 'Skip' })).toHaveCount(0);
    });

    await test.step('the time to answer stops while the browser asks', async () => {
      await holdQuestion(theo.page);
      await theo.press('Start sharing');
      await expect(theo.page.getByRole('heading', { name: 'Now press “Allow”' })).toBeVisible();
      await expect(dana.page.getByRole('heading', { name: 'Theo is allowing the microphone' })).toBeVisible();
      await theo.page.evaluate(() => (window as unknown as { answerQuestion(): void }).answerQuestion());
      await expect(theo.page.getByText('Connected. Everyone hears you.')).toBeVisible();
    });

    await test.step("a second tap on I'm done raises no hand", async () => {
      await tapTwice(theo.page, theo.page.getByRole('button', { name: "I'm done" }));
      await expect(theo.page.getByRole('button', { name: 'Raise hand' })).toBeEnabled();
      await expect(theo.page.getByRole('button', { name: 'Lower hand' })).toHaveCount(0);
    });

    await test.step('a second tap on Next goes one step only, and Next never becomes the end', async () => {
      const now = dana.page.locator('[aria-current="step"]');
      const before = await now.innerText();
      await dana.page.getByRole('heading', { level: 2 }).first().scrollIntoViewIfNeeded();
      await expect(bar.getByRole('button', { name: 'Next' })).toBeEnabled();
      await tapTwice(dana.page, bar.getByRole('button', { name: 'Next' }));
      await expect(now).not.toHaveText(before);
      await dana.page.getByRole('button', { name: /^Closing/ }).click();
      await expect(bar.getByRole('link', { name: 'Ready to end?' })).toBeVisible();
      await expect(bar.getByRole('button', { name: 'End the meeting' })).toHaveCount(0);
    });

    await test.step('an end is taken back', async () => {
      await dana.press('End the meeting');
      await expect(theo.page.getByRole('button', { name: 'Turn my microphone on' })).toBeVisible();
      await dana.press('Undo');
      await expect(dana.page.locator('[aria-current="step"]')).toContainText('Closing');
      await expect(theo.page.getByRole('button', { name: 'Turn my microphone on' })).toHaveCount(0);
    });

    await test.step('a tab that was closed and opened again has its seat', async () => {
      await expect(dana.page.getByRole('heading', { name: /^People\s*2$/ })).toBeVisible();
      const again = await theo.page.context().newPage();
      await theo.page.close();
      await again.goto(server.meeting);
      await again.getByLabel('Your first name').fill('Theo');
      await again.getByRole('button', { name: 'Join' }).click();
      await expect(again.getByText(/^Connected\./)).toBeVisible();
      await expect(dana.page.getByRole('heading', { name: /^People\s*2$/ })).toBeVisible();
      await expect(dana.page.getByText('Theo, triangle')).toHaveCount(0);
    });
  } finally {
    await Promise.all([dana, theo].map((person) => person.close()));
    await server.stop();
  }
});
