// One person with a browser, a phone-sized window and a microphone of their own pitch.

import { type Browser, type Page, chromium, expect } from '@playwright/test';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installHooks } from './hooks.ts';
import type { Server } from './server.ts';
import { toneFile } from './tones.ts';

export const CHROMIUM = process.env['PORCHLIGHT_TEST_CHROMIUM'] ?? '/usr/bin/chromium';

/** Flags that keep Debian's Chromium quiet on a closed network and free of a display. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-features=WebRtcHideLocalIpsWithMdns',
  '--autoplay-policy=no-user-gesture-required',
];

export const PHONE = { width: 390, height: 844 };
export const LAPTOP = { width: 1280, height: 800 };

/** The measured pitch may differ by this many hertz: two bins of the analyser. */
const TOLERANCE = 13;

export interface Equipment {
  /** The microphone's tone in hertz; without one the browser refuses the microphone. */
  readonly tone?: number;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly dark?: boolean;
  /** The browser's time zone, as an IANA name. */
  readonly timeZone?: string;
  /** The browser's language and region; British by default. */
  readonly locale?: string;
  /** Whether pages may run scripts; true by default. */
  readonly javaScript?: boolean;
  /** Prefers reduced motion, so that a check of colours never meets a fade. */
  readonly still?: boolean;
}

export class Person {
  /** Every host that this person's pages contacted, by HTTP or WebSocket. */
  readonly hosts = new Set<string>();

  private constructor(
    readonly name: string,
    readonly browser: Browser,
    readonly page: Page,
    readonly tone: number,
  ) {
    page.context().on('request', (request) => this.#note(request.url()));
    page.on('websocket', (socket) => this.#note(socket.url()));
  }

  static async open(name: string, equipment: Equipment = {}): Promise<Person> {
    const tone = equipment.tone ?? 0;
    const microphone =
      tone === 0
        ? []
        : [
            '--use-fake-device-for-media-stream',
            `--use-file-for-fake-audio-capture=${toneFile(join(tmpdir(), 'porchlight-tones'), tone)}`,
          ];
    const browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: [...QUIET, ...microphone],
    });
    const context = await browser.newContext({
      viewport: equipment.viewport ?? PHONE,
      colorScheme: equipment.dark ? 'dark' : 'light',
      permissions: tone === 0 ? [] : ['microphone'],
      javaScriptEnabled: equipment.javaScript ?? true,
      locale: equipment.locale ?? 'en-GB',
      ...(equipment.timeZone ? { timezoneId: equipment.timeZone } : {}),
      reducedMotion: equipment.still ? 'reduce' : 'no-preference',
    });
    // As long as an expectation waits, so that a missing control is named in the error.
    context.setDefaultTimeout(20_000);
    await context.addInitScript(installHooks);
    return new Person(name, browser, await context.newPage(), tone);
  }

  /** Joins as a visitor, by first name. */
  async join(server: Server): Promise<void> {
    await this.page.goto(server.meeting);
    await this.page.getByLabel('Your first name').fill(this.name);
    await this.page.getByRole('button', { name: 'Join' }).click();
    await this.isIn();
  }

  /** Another person in a second window of the same browser, who joins to listen. */
  async alongside(name: string, server: Server): Promise<Person> {
    const context = await this.browser.newContext({ viewport: PHONE });
    await context.addInitScript(installHooks);
    const other = new Person(name, this.browser, await context.newPage(), 0);
    await other.join(server);
    return other;
  }

  /** Creates an account with the chair's invitation and joins. */
  async joinAsChair(server: Server): Promise<void> {
    await this.makeAccount(server.chairLink);
    await expect(this.page.getByLabel('Your first name')).toHaveValue(this.name);
    await this.page.getByRole('button', { name: 'Join' }).click();
    await this.isIn();
  }

  /** Creates an account with an invitation and follows the link at the end. */
  async makeAccount(invitation: string): Promise<void> {
    await this.page.goto(invitation);
    const form = this.page.locator('form', { hasText: 'Create the account' });
    await form.getByLabel('Your first name').fill(this.name);
    await form.getByLabel('Passphrase').fill('four warm words here');
    await form.getByRole('button', { name: 'Create the account' }).click();
    await this.page.getByRole('link', { name: /^I have saved it/ }).click();
  }

  /** Waits until the room shows that it is connected. */
  async isIn(): Promise<void> {
    await expect(this.page.getByText(/^Connected\./)).toBeVisible();
  }

  /** Waits until the sound is connected too. */
  async hasSound(): Promise<void> {
    const words = /^Connected\. (You hear everyone|Your microphone is off|Everyone hears you)/;
    await expect(this.page.getByText(words)).toBeVisible({ timeout: 60_000 });
  }

  async press(name: string | RegExp): Promise<void> {
    // The next action may be in its panel and in its list.
    await this.page.getByRole('button', { name, exact: typeof name === 'string' }).first().click();
  }

  /** Waits until this person hears `other`'s tone as the loudest. */
  async hears(other: Person): Promise<void> {
    await expect
      .poll(() => this.pitch(), { message: `${this.name} hears ${other.name}`, timeout: 30_000 })
      .toBeGreaterThan(other.tone - TOLERANCE);
    await expect.poll(() => this.pitch()).toBeLessThan(other.tone + TOLERANCE);
  }

  async hearsNobody(): Promise<void> {
    await expect.poll(() => this.pitch(), { message: `${this.name} hears nobody` }).toBe(0);
  }

  /** Checks `samples` times that this person does not hear `other`. */
  async neverHears(other: Person, samples = 30): Promise<void> {
    for (let i = 0; i < samples; i += 1) {
      const pitch = await this.pitch();
      expect(Math.abs(pitch - other.tone), `${this.name} must not hear ${other.name}`).toBeGreaterThan(TOLERANCE);
      await this.page.waitForTimeout(100);
    }
  }

  pitch(): Promise<number> {
    return this.page.evaluate(() => window.hearing.pitch());
  }

  async close(): Promise<void> {
    await this.browser.close();
  }

  #note(url: string): void {
    const { host } = new URL(url);
    // `blob:` and `data:` URLs have no host: they never leave the browser.
    if (host !== '') {
      this.hosts.add(host);
    }
  }
}
