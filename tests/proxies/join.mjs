// Joins the meeting of the demo at https://meet.example.org and waits until the room's socket is open. The
// form and the socket are also requested as a browser without Sec-Fetch headers does.

import { createRequire } from 'node:module';
import { request } from 'node:https';

const { chromium } = createRequire(new URL('../browser/package.json', import.meta.url))('@playwright/test');
const SITE = 'https://meet.example.org';
const MEETING = `${SITE}/meetings/evening-circle`;

/** The status of a response to these headers; 0 while nobody listens. */
function status(path, method, headers, body = '') {
  return new Promise((resolve) => {
    const sent = request(
      { host: '127.0.0.1', port: 443, path, method, rejectUnauthorized: false, servername: 'meet.example.org',
        headers: { host: 'meet.example.org', ...headers } },
      (response) => resolve(response.resume().statusCode),
    );
    sent.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve(response.statusCode);
    });
    sent.on('error', () => resolve(0));
    sent.end(body);
  });
}

function expect(what, actual, expected) {
  if (actual !== expected) throw new Error(`${what}: ${actual} instead of ${expected}`);
}

const attempts = Date.now() + 60_000;
while ((await status('/readyz', 'GET', {})) !== 200) {
  if (Date.now() > attempts) throw new Error('the site is not ready');
  await new Promise((resolve) => setTimeout(resolve, 200));
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const socket = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
};
for (const [origin, joins, opens] of [[SITE, 303, 101], ['https://them.example', 403, 403]]) {
  const join = await status('/meetings/evening-circle/join', 'POST', { ...form, origin }, 'name=Jo');
  expect(`a form of ${origin}`, join, joins);
  const opened = await status('/meetings/evening-circle/socket', 'GET', { ...socket, origin });
  expect(`a socket of ${origin}`, opened, opens);
}

const browser = await chromium.launch({
  executablePath: process.env.PORCHLIGHT_TEST_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--host-resolver-rules=MAP meet.example.org 127.0.0.1'],
});
try {
  const page = await browser.newPage({ ignoreHTTPSErrors: true });
  await page.goto(MEETING);
  await page.getByLabel('Your first name').fill('Jo');
  await page.getByRole('button', { name: 'Join' }).click();
  await page.waitForURL(`${MEETING}/room`);
  await page.getByText(/^Connected\./).first().waitFor({ timeout: 60_000 });
} finally {
  await browser.close();
}
