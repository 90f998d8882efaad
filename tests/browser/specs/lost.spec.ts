// A lost connection loses neither the typed message nor the meeting.

import { expect, test } from '@playwright/test';
import { LAPTOP, Person } from '../support/person.ts';
import { Server } from '../support/server.ts';

test('a typed message stays in its field until it is sent', async () => {
  const server = await Server.start();
  const dana = await Person.open('Dana', { viewport: LAPTOP });
  const theo = await Person.open('Theo');
  try {
    await dana.joinAsChair(server);
    await theo.join(server);
    const field = theo.page.getByLabel('Message everyone');
    await field.fill('Glad to be here');
    await server.kill();
    await expect(theo.page.getByText(/Trying again/).first()).toBeVisible();
    await field.press('Enter');
    await expect(field).toHaveValue('Glad to be here');

    await server.launch();
    await dana.isIn();
    await theo.isIn();
    await expect(field).toHaveValue('Glad to be here');
    await field.press('Enter');
    await expect(dana.page.getByText('Glad to be here')).toBeVisible();
    await expect(field).toHaveValue('');
  } finally {
    await Promise.all([dana, theo].map((person) => person.close()));
    await server.stop();
  }
});

test('when the chair’s browser is closed, a trusted servant takes the chair and the queue is kept', async () => {
  const server = await Server.start();
  const dana = await Person.open('Dana', { viewport: LAPTOP });
  const ruth = await Person.open('Ruth', { viewport: LAPTOP });
  const theo = await Person.open('Theo');
  const emptyChairNote = theo.page.getByText(/^Someone will take the chair in a moment\./);
  try {
    await dana.joinAsChair(server);
    await ruth.makeAccount(server.secretaryLink);
    await ruth.join(server);
    await theo.join(server);
    await dana.press('Start the meeting');
    await dana.page.getByRole('button', { name: /^Shares/ }).click();
    await theo.press('Raise hand');
    await expect(dana.page.getByRole('button', { name: 'Call Theo' }).first()).toBeVisible();

    await dana.page.close();
    await expect(emptyChairNote.first()).toBeVisible();
    await ruth.press('Take the chair');
    await expect(emptyChairNote).toHaveCount(0);
    await ruth.press('Call Theo');
    await expect(theo.page.getByRole('heading', { name: 'Ruth has called you, Theo' })).toBeFocused();
  } finally {
    await Promise.all([dana, ruth, theo].map((person) => person.close()));
    await server.stop();
  }
});
