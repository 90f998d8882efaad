import { expect, it } from 'vitest';
import { t } from '../l10n';
import { browserName } from './browser-name';

const AGENTS: Record<string, string> = {
  chrome_android:
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36',
  chrome:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
  firefox: 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
  firefox_android: 'Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0',
  safari:
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
  safari_ios:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
  other: 'something new',
};

it('knows the browsers whose settings differ, and has steps for each', () => {
  const steps = Object.entries(AGENTS).map(([name, agent]) => {
    expect(browserName(agent)).toBe(name);
    return t('mic-steps', { browser: name });
  });
  expect(new Set(steps).size).toBe(steps.length);
  for (const text of steps) expect(text.split('\n').length).toBeGreaterThan(1);
});
