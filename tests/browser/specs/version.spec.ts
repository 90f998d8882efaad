// A page that is too old for the server loads itself again: the person keeps their seat and their words.

import { expect, test } from '@playwright/test';
import { type Sockets, routeSockets } from '../support/sockets.ts';
import { PHONE, Person } from '../support/person.ts';
import { Server } from '../support/server.ts';

/** The closing code of `server/PROTOCOL.md` for a version that is not served. */
const VERSION = 4000;

async function withTheoInRoom(run: (theo: Person, sockets: Sockets) => Promise<void>): Promise<void> {
  const server = await Server.start();
  const theo = await Person.open('Theo', { viewport: PHONE });
  try {
    const sockets = await routeSockets(theo.page);
    await theo.join(server);
    await run(theo, sockets);
  } finally {
    await theo.close();
    await server.stop();
  }
}

test('a page that is refused once comes back into its seat with the typed message', async () => {
  await withTheoInRoom(async (theo, sockets) => {
    const field = theo.page.getByLabel('Message everyone');
    await field.fill('Glad to be here');
    const seat = await seatToken(theo);
    sockets.refuseNext(1, VERSION);
    const loaded = theo.page.waitForEvent('load');
    sockets.dropAll();
    await loaded;
    await theo.isIn();
    await expect(field).toHaveValue('Glad to be here');
    expect(await seatToken(theo), 'the seat is the same').toBe(seat);
    expect(await storedTexts(theo)).not.toContain('Glad to be here');
    expect(sockets.opened, 'one dropped, one refused, one served').toBe(3);
  });
});

test('a page that is refused again says so, and does not reload by itself', async () => {
  await withTheoInRoom(async (theo, sockets) => {
    await theo.page.getByLabel('Message everyone').fill('Glad to be here');
    sockets.refuseNext(2, VERSION);
    sockets.dropAll();
    await expect(theo.page.getByRole('heading', { name: 'This page is out of date' })).toBeFocused();
    expect(sockets.opened, 'one dropped, two refused').toBe(3);
    await theo.press('Load the page again');
    await theo.isIn();
    await expect(theo.page.getByLabel('Message everyone')).toHaveValue('Glad to be here');
  });
});

function seatToken(person: Person): Promise<string | null> {
  return person.page.evaluate(() => sessionStorage.getItem('porchlight.seat.evening-circle'));
}

function storedTexts(person: Person): Promise<string[]> {
  return person.page.evaluate(() => [
    ...Object.values({ ...sessionStorage }),
    ...Object.values({ ...localStorage }),
  ]);
}
