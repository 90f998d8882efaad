// What axe finds wrong with a page, in light and in dark. It needs JavaScript, and pages that hold still.

import { AxeBuilder } from '@axe-core/playwright';
import { type Page, expect } from '@playwright/test';

/** WCAG up to 2.2 AA with contrast and target sizes, and what axe thinks good besides. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Fails with every rule that the page breaks and the elements that break it. */
export async function isAccessible(page: Page, what: string): Promise<void> {
  const window = page.viewportSize();
  await unroll(page);
  await page.emulateMedia({ colorScheme: 'light' });
  // Else a blank page, or a rule that axe left out, would pass.
  expect(await passes(axe(page).withTags(TAGS), `${what}, light`), what).toEqual(
    expect.arrayContaining(['color-contrast', 'target-size', 'region']),
  );
  // The dark scheme changes colours and nothing else.
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await passes(axe(page).withRules('color-contrast'), `${what}, dark`)).toEqual([
    'color-contrast',
  ]);
  if (window) {
    await page.setViewportSize(window);
  }
}

/**
 * Makes the window as tall as the page, so that no control lies under a bar that stays at an edge:
 * a person scrolls it out from there, axe does not.
 */
async function unroll(page: Page): Promise<void> {
  const window = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (window && height > window.height) {
    await page.setViewportSize({ width: window.width, height });
  }
}

/** Without a second page to gather the results of frames: there are none. */
function axe(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).setLegacyMode();
}

/** The rules that the page keeps; fails when it breaks any. */
async function passes(builder: AxeBuilder, what: string): Promise<string[]> {
  const { passes, violations } = await builder.analyze();
  const broken = violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('\n')}`,
  );
  expect(broken, what).toEqual([]);
  return passes.map(({ id }) => id);
}
