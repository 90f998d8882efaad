// First names: friendly refusals of the join form, and marks for two people with one name.

import { expect, test } from '@playwright/test';
import { Person } from '../support/person.ts';
import { Server } from '../support/server.ts';

test('a refused name gets a friendly reason and stays in its field', async () => {
  const server = await Server.start();
  const person = await Person.open('Mike');
  try {
    const page = person.page;
    for (const [typed, words] of [
      ['Mike R 0791', /letters only|digits/],
      ['www.mike.com', /addresses and links/],
      ['Mike🙂', /emoji/],
      ['Мike', /one alphabet/], // its first letter is Cyrillic
      ['Mike of the River', /first name only/],
      ['J.', /dot/],
      ['Host', /role/],
    ] as const) {
      await page.goto(server.meeting);
      const field = page.getByLabel('Your first name');
      await field.fill(typed);
      await page.getByRole('button', { name: 'Join' }).click();
      await expect(field, typed).toHaveValue(typed);
      await expect(field, typed).toHaveAttribute('aria-invalid', 'true');
      await expect(field, typed).toHaveAccessibleDescription(words);
    }
  } finally {
    await person.close();
    await server.stop();
  }
});

test('a first name in two words needs one more press', async () => {
  const server = await Server.start();
  const person = await Person.open('Mary Ann');
  try {
    const page = person.page;
    await page.goto(server.meeting);
    const field = page.getByLabel('Your first name');
    await field.fill('Mary Ann');
    await page.getByRole('button', { name: 'Join' }).click();
    await expect(field).toHaveAccessibleDescription(/Is all of that your first name\?/);
    await expect(field).not.toHaveAttribute('aria-invalid', 'true');
    await page.getByRole('button', { name: 'Yes, join' }).click();
    await expect(page.getByRole('region', { name: 'In the circle' })).toContainText('Mary Ann');
  } finally {
    await person.close();
    await server.stop();
  }
});

test('two people named Mike have different marks, on screen and for screen readers', async () => {
  const server = await Server.start();
  const first = await Person.open('Mike');
  const second = await Person.open('mike');
  const jo = await Person.open('Jo');
  try {
    await first.join(server);
    await jo.join(server);
    const people = jo.page.getByRole('region', { name: 'In the circle' });
    await expect(people.getByText('◆')).toHaveCount(0);

    await second.join(server);
    await expect(people.getByRole('listitem').filter({ hasText: /Mike.*diamond/s })).toHaveCount(1);
    await expect(people.getByRole('listitem').filter({ hasText: /mike.*triangle/s })).toHaveCount(1);
    const circle = jo.page.getByRole('list', { name: 'The circle' });
    await expect(circle).toContainText('◆');
    await expect(circle).toContainText('▲');

    await second.press('Leave');
    await expect(circle).not.toContainText('◆');
  } finally {
    await Promise.all([first, second, jo].map((person) => person.close()));
    await server.stop();
  }
});
