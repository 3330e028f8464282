import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

type LockedPackage = { optionalDependencies?: Record<string, string>; resolved?: string };

function setup(): Record<string, LockedPackage> {
  const lock = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')) as {
    packages: Record<string, LockedPackage>;
  };
  return lock.packages;
}

/** Where Node would find `name` for the package at `path`: in its own node_modules or in one above it. */
function isLocked(packages: Record<string, LockedPackage>, path: string, name: string): boolean {
  if (`${path}${path && '/'}node_modules/${name}` in packages) return true;
  return path !== '' && isLocked(packages, path.replace(/\/?node_modules\/(?:@[^/]+\/)?[^/]+$/, ''), name);
}

describe('package-lock.json', () => {
  it('has an entry for every optional package of every platform, without which npm ci refuses it', () => {
    const packages = setup();
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => !isLocked(packages, path, name)),
    );
    expect(missing).toEqual([]);
  });

  it('names no registry', () => {
    const packages = setup();
    expect(Object.keys(packages).length).toBeGreaterThan(100);
    expect(Object.keys(packages).filter((path) => packages[path]?.resolved !== undefined)).toEqual([]);
  });
});
