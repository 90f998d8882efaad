// A small meeting, held for its pictures.

import { expect, test } from '@playwright/test';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { LAPTOP, Person } from '../support/person.ts';
import { Server } from '../support/server.ts';

const FOLDER = fileURLToPath(new URL('../../../web/pictures', import.meta.url));

test('pictures of a meeting', async () => {
  const server = await Server.start();
  const dana = await Person.open('Dana', { tone: 440, viewport: LAPTOP });
  const theo = await Person.open('Theo', { tone: 900, dark: true });
  const jo = await Person.open('Jo', { dark: true });
  const others: Person[] = [];
  const take = async (person: Person, name: string): Promise<void> => {
    await person.page.mouse.move(0, 0);
    await person.page.evaluate(() => window.scrollTo(0, 0));
    await person.page.screenshot({ path: join(FOLDER, `${name}.png`) });
  };
  try {
    await jo.page.emulateMedia({ colorScheme: 'light' });
    await jo.page.goto(server.url);
    await take(jo, 'schedule-phone');
    await jo.page.goto(server.meeting);
    await take(jo, 'meeting-phone');
    await jo.page.emulateMedia({ colorScheme: 'dark' });

    await dana.joinAsChair(server);
    await theo.join(server);
    for (const name of ['Priya', 'Omar', 'Sam', 'Mike', 'Ana']) {
      others.push(await dana.alongside(name, server));
    }
    await jo.join(server);
    others.push(await dana.alongside('Mike', server));
    await dana.press('Start the meeting');
    await dana.page.getByRole('button', { name: /^Shares/ }).click();
    await theo.press('Raise hand');
    await others[0]?.press('Raise hand');
    await jo.press('Raise hand');
    await others[2]?.press('Raise hand');
    await dana.press('Call Theo');
    await theo.press('Start sharing');
    await expect(jo.page.getByText('is sharing')).toBeVisible();
    await expect(jo.page.getByText(/2nd in line/)).toBeVisible();
    await take(jo, 'room-phone-dark');
    await take(dana, 'chair-desk-light');

    await dana.press('Thank & close');
    await others[0]?.press('Lower hand');
    await dana.press('Call Jo');
    await expect(jo.page.getByRole('button', { name: 'Start sharing' })).toBeVisible();
    await take(jo, 'called-phone');
  } finally {
    await Promise.all([dana, theo, jo].map((person) => person.close()));
    await server.stop();
  }
});
