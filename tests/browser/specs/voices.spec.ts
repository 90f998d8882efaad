// One voice at a time: people hear only the person to whom the chair gave the floor.

import { expect, test } from '@playwright/test';
import { LAPTOP, Person } from '../support/person.ts';
import { Server } from '../support/server.ts';

test('one voice at a time, and only after that person presses', async () => {
  const server = await Server.start();
  const dana = await Person.open('Dana', { tone: 440, viewport: LAPTOP });
  const theo = await Person.open('Theo', { tone: 900 });
  const priya = await Person.open('Priya', { tone: 1500 });
  const omar = await Person.open('Omar');
  const everyone = [dana, theo, priya, omar];
  try {
    await dana.joinAsChair(server);
    for (const person of [theo, priya, omar]) {
      await person.join(server);
    }
    expect(await omar.page.evaluate(() => window.hearing.microphoneAsked)).toBe(0);

    await test.step('the chair opens the meeting and goes to the shares', async () => {
      await dana.press('Start the meeting');
      await dana.page.getByRole('button', { name: /^Shares/ }).click();
      await theo.press('Raise hand');
      await priya.press('Raise hand');
    });

    await test.step('being called opens no microphone', async () => {
      await dana.press('Call Theo');
      await expect(theo.page.getByRole('button', { name: 'Start sharing' })).toBeVisible();
      expect(await theo.page.evaluate(() => window.hearing.liveMicrophones())).toBe(0);
      await omar.hearsNobody();
    });

    await test.step('everyone hears the floor holder, without a microphone too', async () => {
      await theo.press('Start sharing');
      await omar.hears(theo);
      await dana.hears(theo);
      await priya.hears(theo);
    });

    await test.step('a client that sends without the floor is heard by nobody', async () => {
      await priya.page.evaluate(async () => {
        const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
        const track = stream.getAudioTracks()[0];
        const connection = window.hearing.connections.at(-1);
        const microphone = connection?.getTransceivers()[0];
        if (!track || !connection || !microphone) {
          throw new Error('no microphone section to abuse');
        }
        await microphone.sender.replaceTrack(track);
      });
      await expect
        .poll(async () => sentPackets(priya), { message: 'the cheat really sends' })
        .toBeGreaterThan(20);
      await omar.neverHears(priya);
      await omar.hears(theo);
      await theo.neverHears(priya, 5);
    });

    await test.step('a changed floor is heard', async () => {
      await dana.press('Thank Theo, call Priya');
      await priya.press('Start sharing');
      await omar.hears(priya);
      await theo.hears(priya);
      expect(await theo.page.evaluate(() => window.hearing.liveMicrophones())).toBe(0);
    });

    await test.step('silence after the last word', async () => {
      await priya.press("I'm done");
      await omar.hearsNobody();
    });
  } finally {
    await Promise.all(everyone.map((person) => person.close()));
    await server.stop();
  }
});

test('everyone returns and hears again after the server was killed', async () => {
  const server = await Server.start();
  const dana = await Person.open('Dana', { tone: 440, viewport: LAPTOP });
  const theo = await Person.open('Theo', { tone: 900 });
  const jo = await Person.open('Jo');
  try {
    await dana.joinAsChair(server);
    await theo.join(server);
    await jo.join(server);
    await dana.press('Start the meeting');
    await dana.page.getByRole('button', { name: /^Shares/ }).click();
    await theo.press('Raise hand');
    await jo.press('Raise hand');
    await dana.press('Call Theo');
    await theo.press('Start sharing');
    await jo.hears(theo);

    await server.kill();
    await expect(jo.page.getByText(/Trying again/)).toBeVisible();
    await server.launch();
    for (const person of [dana, theo, jo]) {
      await person.hasSound();
    }
    await expect(jo.page.getByText('You are next.')).toBeVisible();
    await expect(dana.page.getByRole('button', { name: /^Thank Theo/ }).first()).toBeVisible();
    // The microphone opens only by the person's own press, also after a lost connection.
    await theo.press('Start sharing');
    await jo.hears(theo);
    await dana.hears(theo);
  } finally {
    await Promise.all([dana, theo, jo].map((person) => person.close()));
    await server.stop();
  }
});

test('audio uses TCP when UDP is blocked', async () => {
  const server = await Server.start({ settings: { PORCHLIGHT_MEDIA_UDP: 'false' } });
  const dana = await Person.open('Dana', { tone: 440, viewport: LAPTOP });
  const omar = await Person.open('Omar');
  try {
    await dana.joinAsChair(server);
    await omar.join(server);
    await dana.press('Start the meeting');
    await dana.page.getByRole('button', { name: /^Welcome/ }).click();
    await dana.press('Start sharing');
    await omar.hears(dana);
    expect(await protocols(omar)).toEqual(['tcp']);
    expect(await protocols(dana)).toEqual(['tcp']);
  } finally {
    await Promise.all([dana, omar].map((person) => person.close()));
    await server.stop();
  }
});

async function sentPackets(person: Person): Promise<number> {
  return person.page.evaluate(async () => {
    const report = await window.hearing.connections.at(-1)?.getStats();
    let sent = 0;
    report?.forEach((stat: { type: string; packetsSent?: number }) => {
      if (stat.type === 'outbound-rtp') {
        sent += stat.packetsSent ?? 0;
      }
    });
    return sent;
  });
}

/** The transport protocols of the selected candidate pairs. */
async function protocols(person: Person): Promise<string[]> {
  return person.page.evaluate(async () => {
    const report = await window.hearing.connections.at(-1)?.getStats();
    const used = new Set<string>();
    report?.forEach((stat: { type: string; selectedCandidatePairId?: string }) => {
      const pair = stat.selectedCandidatePairId && report.get(stat.selectedCandidatePairId);
      if (stat.type === 'transport' && pair) {
        used.add(report.get(pair.localCandidateId).protocol);
      }
    });
    return [...used];
  });
}
