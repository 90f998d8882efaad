// Without a microphone a person still hears the room, and Start sharing says what to do.

import { expect, test } from '@playwright/test';
import { LAPTOP, Person } from '../support/person.ts';
import { Server } from '../support/server.ts';

test('a person whose microphone is refused keeps the sound and the seat', async () => {
  const server = await Server.start();
  const dana = await Person.open('Dana', { tone: 440, viewport: LAPTOP });
  const omar = await Person.open('Omar');
  try {
    await dana.joinAsChair(server);
    await omar.join(server);
    await dana.press('Start the meeting');
    await dana.page.getByRole('button', { name: /^Welcome/ }).click();
    await dana.press('Start sharing');
    await omar.hears(dana);
    await dana.press("I'm done");

    await dana.page.getByRole('button', { name: /^Shares/ }).click();
    await omar.press('Raise hand');
    await dana.press('Call Omar');
    await omar.press('Start sharing');
    await expect(omar.page.getByText(/microphone/i).filter({ hasText: /allow|refused|listen/i }).first()).toBeVisible();
    await expect(omar.page.getByRole('button', { name: 'Pass' })).toBeVisible();
    await omar.press('Pass');
    await dana.press('Start sharing');
    await omar.hears(dana);
  } finally {
    await Promise.all([dana, omar].map((person) => person.close()));
    await server.stop();
  }
});
