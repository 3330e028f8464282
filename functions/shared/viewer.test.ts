import { expect, test } from 'vitest';

import { describeViewer, viewerAddress } from './viewer.ts';

test('the address is read as CloudFront writes it: address and port, IPv6 without brackets', () => {
  expect(viewerAddress('198.51.100.10:46532')).toBe('198.51.100.10');
  expect(viewerAddress('2001:db8:85a3:8d3:1319:8a2e:370:7348:443')).toBe(
    '2001:db8:85a3:8d3:1319:8a2e:370:7348',
  );
  expect(viewerAddress('2001:DB8::A:443')).toBe('2001:db8::a');
  expect(viewerAddress('::1:443')).toBe('::1');
});

test('whatever is not an address and a port is none, so that the request fails closed', () => {
  const garbage = [
    undefined,
    '',
    ':',
    ':80',
    '198.51.100.10',
    '198.51.100.10:',
    '198.51.100.10:port',
    '198.51.100:80',
    '256.1.1.1:80',
    '010.1.1.1:80',
    '198.51.100.10, 192.0.2.1:80',
    ' 198.51.100.10:80',
    '198.51.100.10:80 ',
    '198.51.100.10:80\n192.0.2.1:80',
    'localhost:80',
    ':::::::',
    'dead.beef:cafe',
    'fe80::1%eth0:80',
    '[2001:db8::a]:443',
    '2001:db8:85a3:8d3:1319:8a2e:370:7348',
    '1:2:3:4:5:6:7:8:9:443',
  ];
  for (const header of garbage) expect([header, viewerAddress(header)]).toEqual([header, null]);
});

test('browser, system and kind of device are told as a person would', () => {
  const told = (userAgent: string) => describeViewer('192.0.2.1', userAgent);
  expect(told('Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0')).toEqual({
    ip: '192.0.2.1',
    browser: 'Firefox 141',
    os: 'Linux',
    device: 'desktop',
  });
  expect(
    told(
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
    ),
  ).toMatchObject({ browser: 'Safari 18', os: 'iOS', device: 'mobile' });
  expect(
    told(
      'Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
    ),
  ).toMatchObject({ device: 'tablet' });
  expect(
    told(
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
    ),
  ).toMatchObject({ browser: 'Microsoft Edge 140', os: 'Windows', device: 'desktop' });
});

test('a missing, strange or endless user agent is a viewer all the same', () => {
  const unknown = { ip: '192.0.2.1', browser: 'Unknown browser', os: 'Unknown system', device: 'other' };
  expect(describeViewer('192.0.2.1', undefined)).toEqual(unknown);
  expect(describeViewer('192.0.2.1', '')).toEqual(unknown);
  for (const userAgent of [
    'curl/8.5.0',
    'node',
    '<script>alert(1)</script>',
    ')))((( %%%',
    'x'.repeat(100_000),
  ]) {
    const { browser, os, device } = describeViewer('192.0.2.1', userAgent);
    expect(browser).not.toBe('');
    expect(browser.length).toBeLessThan(100);
    expect(browser).not.toContain('<');
    expect([os, device]).toEqual(['Unknown system', 'other']);
  }
});
