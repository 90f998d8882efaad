// A browser that is older than the look supports may show a plain room, but it joins and hears.

import { expect, test } from '@playwright/test';
import { LAPTOP, Person } from '../support/person.ts';
import { Server } from '../support/server.ts';

test('a browser that can’t read the room’s program gets the older build, joins and hears', async () => {
  const server = await Server.start();
  const dana = await Person.open('Dana', { tone: 440, viewport: LAPTOP });
  const jo = await Person.open('Jo');
  try {
    const scripts: string[] = [];
    jo.page.on('requestfinished', (request) => {
      if (request.resourceType() === 'script') scripts.push(new URL(request.url()).pathname);
    });
    // No such browser runs here: this one does without what it would not know.
    await jo.page.route(/\/assets\/main-[^/]*\.js$/, (route) =>
      route.fulfill({ contentType: 'text/javascript', body: 'class Unknown { #field ??? }' }),
    );
    await jo.page.addInitScript(() => {
      Reflect.deleteProperty(Object, 'hasOwn');
      Reflect.deleteProperty(String.prototype, 'replaceAll');
    });
    await dana.joinAsChair(server);
    await jo.join(server);
    expect(scripts.some((path) => path.startsWith('/assets/older/room-'))).toBe(true);
    await dana.press('Start the meeting');
    await dana.press('Start sharing');
    await jo.hears(dana);
  } finally {
    await Promise.all([dana, jo].map((person) => person.close()));
    await server.stop();
  }
});
