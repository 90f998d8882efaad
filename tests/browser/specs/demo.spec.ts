// The demo with its simulated members: a visitor alone finds a meeting that goes on.

import { expect, test } from '@playwright/test';
import { Person } from '../support/person.ts';
import { Server } from '../support/server.ts';

let server: Server;

test.beforeAll(async () => {
  server = await Server.start({ simulatedMembers: true });
});

test.afterAll(async () => {
  await server.stop();
});

test('a visitor hears simulated members share in turn', async () => {
  const jo = await Person.open('Jo');
  await jo.join(server);
  for (const _ of ['first', 'second']) {
    await expect.poll(() => jo.pitch(), { timeout: 60_000 }).toBeGreaterThan(0);
    await expect.poll(() => jo.pitch(), { timeout: 60_000 }).toBe(0);
  }
  await expect(jo.page.getByText(/^Welcome! The six of us are simulated/).first()).toBeAttached();
  await jo.close();
});

test('the simulated members obey a person in the chair', async () => {
  const dana = await Person.open('Dana');
  await dana.joinAsChair(server);
  await dana.press('Take the chair');
  await dana.press(/^Call \w+ Robot/);
  await expect.poll(() => dana.pitch(), { timeout: 60_000 }).toBeGreaterThan(0);
  await dana.close();
});
