// Firefox ESR over WebDriver BiDi. It ignores loopback candidates, so the server announces another
// address of this machine.

import { networkInterfaces } from 'node:os';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import './hooks.ts';

export const FIREFOX = process.env['PORCHLIGHT_TEST_FIREFOX'] ?? '/usr/bin/firefox-esr';

/** An IPv4 address of this machine that is not loopback; tests/run adds one when there is none. */
export function localAddress(): string {
  for (const addresses of Object.values(networkInterfaces())) {
    for (const address of addresses ?? []) {
      if (address.family === 'IPv4' && !address.internal) {
        return address.address;
      }
    }
  }
  throw new Error('this machine has no address but loopback: run tests/run, which adds one');
}

export async function openFirefox(): Promise<Browser> {
  return puppeteer.launch({
    browser: 'firefox',
    executablePath: FIREFOX,
    headless: true,
    protocol: 'webDriverBiDi',
    extraPrefsFirefox: {
      // A fake microphone (a tone) without a permission question, and sound without a press.
      'media.navigator.streams.fake': true,
      'media.navigator.permission.disabled': true,
      'media.autoplay.default': 0,
      'media.autoplay.blocking_policy': 0,
      // No network requests except for the tested pages.
      'network.captive-portal-service.enabled': false,
      'network.connectivity-service.enabled': false,
      'app.update.enabled': false,
      'browser.safebrowsing.update.enabled': false,
    },
  });
}

/**
 * The pitch of what arrives in half a second, in hertz, or 0 for silence. Without a sound card
 * Firefox runs no AudioContext (`window.hearing.pitch`), but it records and decodes.
 */
export function recordedPitch(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const connection = window.hearing.connections.at(-1);
    let loudest: { mid?: string; audioLevel: number } = { audioLevel: 0.01 };
    (await connection?.getStats())?.forEach((one: { type: string } & typeof loudest) => {
      if (one.type === 'inbound-rtp' && one.audioLevel > loudest.audioLevel) {
        loudest = one;
      }
    });
    const slots = connection?.getTransceivers() ?? [];
    const heard = slots.find(({ mid }) => mid === loudest.mid)?.receiver;
    if (heard === undefined) {
      return 0;
    }
    const recorder = new MediaRecorder(new MediaStream([heard.track]));
    const recorded = new Promise<Blob>((resolve) => {
      recorder.ondataavailable = ({ data }) => resolve(data);
    });
    recorder.start();
    await new Promise((resolve) => setTimeout(resolve, 500));
    recorder.stop();
    const bytes = await (await recorded).arrayBuffer();
    const sound = await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(bytes);
    const samples = sound.getChannelData(0);
    let rises = 0;
    for (let i = 1; i < samples.length; i += 1) {
      rises += (samples[i - 1] ?? 0) < 0 && (samples[i] ?? 0) >= 0 ? 1 : 0;
    }
    return Math.round(rises / sound.duration);
  });
}
