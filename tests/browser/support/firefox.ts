// Firefox ESR over WebDriver BiDi. It refuses loopback candidates, so the server is told to name a
// real address of this machine.

import { networkInterfaces } from 'node:os';
import puppeteer, { type Browser } from 'puppeteer-core';

export const FIREFOX = process.env['PORCHLIGHT_TEST_FIREFOX'] ?? '/usr/bin/firefox-esr';

/** An IPv4 address of this machine that is not loopback; tests/run makes one where there is none. */
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
      // A fake microphone (a 440 Hz tone) without a question, and sound without a press.
      'media.navigator.streams.fake': true,
      'media.navigator.permission.disabled': true,
      'media.autoplay.default': 0,
      'media.autoplay.blocking_policy': 0,
      // Nothing is asked of the network but the tested pages.
      'network.captive-portal-service.enabled': false,
      'network.connectivity-service.enabled': false,
      'app.update.enabled': false,
      'browser.safebrowsing.update.enabled': false,
    },
  });
}
