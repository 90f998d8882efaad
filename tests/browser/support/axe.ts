// Checks a page with axe, in light and in dark. Needs JavaScript, and pages without animations.

import { AxeBuilder } from '@axe-core/playwright';
import { type Page, expect } from '@playwright/test';

/** WCAG up to 2.2 AA with contrast and target sizes, and axe's own best practices. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Fails with every rule that the page breaks and the elements that break it. */
export async function isAccessible(page: Page, what: string): Promise<void> {
  const window = page.viewportSize();
  await growWindow(page);
  await page.emulateMedia({ colorScheme: 'light' });
  // Otherwise a blank page, or a rule that axe skipped, would pass.
  expect(await passes(axe(page).withTags(TAGS), `${what}, light`), what).toEqual(
    expect.arrayContaining(['color-contrast', 'target-size', 'region']),
  );
  // The dark scheme changes only colours.
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await passes(axe(page).withRules('color-contrast'), `${what}, dark`)).toEqual([
    'color-contrast',
  ]);
  if (window) {
    await page.setViewportSize(window);
  }
}

/**
 * Makes the window as tall as the page, so that no control is under a fixed bar: a person would scroll
 * it into view, axe does not.
 */
async function growWindow(page: Page): Promise<void> {
  const window = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (window && height > window.height) {
    await page.setViewportSize({ width: window.width, height });
  }
}

/** In legacy mode, which needs no second page: the pages have no frames. */
function axe(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).setLegacyMode();
}

/** The ids of the rules that the page passes; fails when it breaks any. */
async function passes(builder: AxeBuilder, what: string): Promise<string[]> {
  const { passes, violations } = await builder.analyze();
  const broken = violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('\n')}`,
  );
  expect(broken, what).toEqual([]);
  return passes.map(({ id }) => id);
}
