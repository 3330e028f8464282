import Bowser from 'bowser';
import { expect, test } from 'vitest';

import { readUserAgent } from './user-agent.ts';

const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)';
const windows = `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit}`;
const mac = `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${webkit}`;
const linux = `Mozilla/5.0 (X11; Linux x86_64) ${webkit}`;
const phone = `Mozilla/5.0 (Linux; Android 10; K) ${webkit}`;
const apple = (device: string, system: string) =>
  `Mozilla/5.0 (${device}; CPU ${system} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)`;
const iphone = apple('iPhone', 'iPhone OS 18_5');
const ipad = apple('iPad', 'OS 18_5');

/** The browsers of nearly everybody, each on the systems that it runs on. */
const common = [
  ...[windows, mac, linux].flatMap((system) => [
    `${system} Chrome/140.0.0.0 Safari/537.36`,
    `${system} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0`,
    `${system} Chrome/137.0.0.0 Safari/537.36 OPR/122.0.0.0`,
    `${system} Chrome/138.0.0.0 Safari/537.36 Vivaldi/7.5.3735.54`,
    `${system} Chrome/136.0.0.0 YaBrowser/25.6.0.0 Safari/537.36`,
  ]),
  `${phone} Chrome/140.0.0.0 Mobile Safari/537.36`,
  `${phone} Chrome/140.0.0.0 Safari/537.36`,
  `${phone} Chrome/140.0.0.0 Mobile Safari/537.36 EdgA/140.0.0.0`,
  `${phone} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`,
  `${phone} Chrome/138.0.0.0 Mobile Safari/537.36 OPR/91.0.0.0`,
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:142.0) Gecko/20100101 Firefox/142.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:142.0) Gecko/20100101 Firefox/142.0',
  'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0',
  'Mozilla/5.0 (Android 15; Mobile; rv:142.0) Gecko/142.0 Firefox/142.0',
  `${iphone} Version/18.5 Mobile/15E148 Safari/604.1`,
  `${ipad} Version/18.5 Mobile/15E148 Safari/604.1`,
  `${iphone} CriOS/140.0.7339.39 Mobile/15E148 Safari/604.1`,
  `${iphone} FxiOS/142.0 Mobile/15E148 Safari/605.1.15`,
  `${iphone} Version/18.0 EdgiOS/139.0.3405.86 Mobile/15E148 Safari/604.1`,
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
  'Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko',
];

test.each(common)('%s is told as Bowser tells it', (text) => {
  const { browser, os, platform } = Bowser.parse(text);
  expect(readUserAgent(text)).toEqual({
    browser: `${browser.name} ${browser.version!.split('.')[0]}`,
    os: os.name,
    device: platform.type,
  });
});

test('a Chromebook is a desktop, which Bowser leaves open', () => {
  const chromebook = `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${webkit} Chrome/140.0.0.0 Safari/537.36`;
  expect(readUserAgent(chromebook)).toEqual({ browser: 'Chrome 140', os: 'Chrome OS', device: 'desktop' });
});

test('what is no browser, or none that we know, is told as unknown, and never quoted', () => {
  for (const text of ['', 'curl/8.5.0', 'Chrome/140.0', '<b>Firefox/1</b>', '\u0000'.repeat(512)])
    expect(readUserAgent(text)).toEqual({ browser: null, os: null, device: 'other' });
  expect(readUserAgent(`${linux} Strange/3.1`)).toEqual({ browser: null, os: 'Linux', device: 'desktop' });
});

// A pattern that backtracks would take longer than the runner allows.
test('a header of any length and form is read', () => {
  for (const part of ['Version/1', 'Trident/', 'rv:', 'Mac OS X ', '1.', '((((', 'Windows Version/1. '])
    expect(readUserAgent(`Windows ${part.repeat(50_000)}`)).toMatchObject({ os: 'Windows' });
});
