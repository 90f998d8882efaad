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

/** A pitch counts as heard within this many hertz: two bins of the analyser. */
const NEAR = 13;

export interface Equipment {
  /** Hertz of the microphone's tone; without one the browser refuses the microphone. */
  readonly tone?: number;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly dark?: boolean;
  /** The IANA name of the zone that the browser is in. */
  readonly timeZone?: string;
  /** Whether pages may run scripts; they may unless told. */
  readonly javaScript?: boolean;
  /** Asks pages to hold still, so that a check of colours never meets a fade. */
  readonly still?: boolean;
}

export class Person {
  /** Every host that this person's pages asked for anything, by HTTP or by socket. */
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
      ...(equipment.timeZone ? { timezoneId: equipment.timeZone } : {}),
      reducedMotion: equipment.still ? 'reduce' : 'no-preference',
    });
    // As long as an expectation waits: a press that cannot be made names itself.
    context.setDefaultTimeout(20_000);
    await context.addInitScript(installHooks);
    return new Person(name, browser, await context.newPage(), tone);
  }

  /** Comes in by first name, as a visitor does. */
  async join(server: Server): Promise<void> {
    await this.page.goto(server.meeting);
    await this.page.getByLabel('Your first name').fill(this.name);
    await this.page.getByRole('button', { name: 'Join' }).click();
    await this.isIn();
  }

  /** Someone in another window of the same browser, who comes in to listen. */
  async alongside(name: string, server: Server): Promise<Person> {
    const context = await this.browser.newContext({ viewport: PHONE });
    await context.addInitScript(installHooks);
    const other = new Person(name, this.browser, await context.newPage(), 0);
    await other.join(server);
    return other;
  }

  /** Makes an account from the chair's invitation and comes in. */
  async joinAsChair(server: Server): Promise<void> {
    await this.makeAccount(server.chairLink);
    await expect(this.page.getByLabel('Your first name')).toHaveValue(this.name);
    await this.page.getByRole('button', { name: 'Join' }).click();
    await this.isIn();
  }

  /** Makes an account from an invitation and goes on to where it leads. */
  async makeAccount(invitation: string): Promise<void> {
    await this.page.goto(invitation);
    const form = this.page.locator('form', { hasText: 'Create the account' });
    await form.getByLabel('Your first name').fill(this.name);
    await form.getByLabel('Passphrase').fill('four warm words here');
    await form.getByRole('button', { name: 'Create the account' }).click();
    await this.page.getByRole('link', { name: /^I have kept it/ }).click();
  }

  /** Waits until the room says that the line is up. */
  async isIn(): Promise<void> {
    await expect(this.page.getByText(/^Connected\./)).toBeVisible();
  }

  async press(name: string | RegExp): Promise<void> {
    // The one next thing may stand in its panel and in its list.
    await this.page.getByRole('button', { name, exact: typeof name === 'string' }).first().click();
  }

  /** Waits until this person hears `other`'s tone, and it alone is loudest. */
  async hears(other: Person): Promise<void> {
    await expect
      .poll(() => this.pitch(), { message: `${this.name} hears ${other.name}`, timeout: 30_000 })
      .toBeGreaterThan(other.tone - NEAR);
    await expect.poll(() => this.pitch()).toBeLessThan(other.tone + NEAR);
  }

  async hearsNobody(): Promise<void> {
    await expect.poll(() => this.pitch(), { message: `${this.name} hears nobody` }).toBe(0);
  }

  /** Watches for `samples` looks that this person never hears `other`. */
  async neverHears(other: Person, samples = 30): Promise<void> {
    for (let i = 0; i < samples; i += 1) {
      const pitch = await this.pitch();
      expect(Math.abs(pitch - other.tone), `${this.name} must not hear ${other.name}`).toBeGreaterThan(NEAR);
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
    // `blob:` and `data:` have none: they never leave the browser.
    if (host !== '') {
      this.hosts.add(host);
    }
  }
}
