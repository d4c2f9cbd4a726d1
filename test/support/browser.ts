import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** Where a Chromium is installed, or undefined. `CHROMIUM` names another place. */
export const chromiumPath = PLACES.find((place) => place !== undefined && existsSync(place));

/** A browser that can reach this machine and nothing else, so that a page that tries to is found out. */
export function launchBrowser(): Promise<Browser> {
  if (!chromiumPath) throw new Error(`expected Chromium at one of ${PLACES.join(', ')}, got none`);
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
}
