import { expect, it } from 'vitest';

import { nextPath, signInPath } from './next-path.ts';

it('goes to the settings when nothing else is asked for', () => {
  expect(nextPath(null)).toBe('/settings');
  expect(nextPath('')).toBe('/settings');
});

it('keeps a path of this site with its query and fragment', () => {
  expect(nextPath('/settings/security?tab=1#two-factor')).toBe('/settings/security?tab=1#two-factor');
});

it.each([
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/settings\n//evil.example',
  'javascript:alert(1)',
  'settings',
  '/..//evil.example',
])('refuses %j, which leads or may lead elsewhere', (next) => {
  const path = nextPath(next);
  expect(new URL(path, 'https://site.example').origin).toBe('https://site.example');
  expect(path.startsWith('//')).toBe(false);
});

it('does not lead from the sign-in page to itself', () => {
  expect(nextPath('/sign-in?next=/sign-in')).toBe('/settings');
});

it('carries the way back, unless it is the default one', () => {
  expect(signInPath({ pathname: '/settings/security', search: '?a=1' })).toBe(
    '/sign-in?next=%2Fsettings%2Fsecurity%3Fa%3D1',
  );
  expect(signInPath({ pathname: '/settings', search: '' })).toBe('/sign-in');
});
