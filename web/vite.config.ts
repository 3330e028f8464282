import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';

import { bootScripts } from './boot-script.ts';
import { budgetPlugin } from './budget.ts';
import { announcerWithoutStyle, leanClient, leanContracts } from './lean-client.ts';
import { splitValibot } from './split-valibot.ts';
import { staticIcons } from './static-icons.ts';

const root = import.meta.dirname;

/** A name that changes with the sources only, so that the same commit builds the same files. */
function versionName(): string {
  const hash = createHash('sha256');
  for (const file of globSync('src/**/*.{svelte,ts,css,html}', { cwd: root }).toSorted()) {
    hash.update(file).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex').slice(0, 12);
}

/** What only some pages have, if several: whole forms, the page for what is not there, schemas of long documents. */
const ofSome = [
  String.raw`\/web\/src\/lib\/components\/(?:Badge|Banner|Code|Erasure|Form|Job|Lost|Password|Receipt|Submit|TextLink)`,
  String.raw`\/web\/src\/lib\/(?:amounts|days|erasure-texts|moments|one-time-code|part-texts|refused-texts|state\/(?:job|resource)\.svelte)\.ts`,
  String.raw`\/(?:functions\/shared|web\/src\/lib)\/(?:ip|log)\/`,
  String.raw`\/web\/src\/routes\/settings\/(?:Admins|PageFrame)`,
  String.raw`\/functions\/shared\/(?:job-view|receipt|notifications\/timing-fields)\.ts`,
  String.raw`\/@lucide\/svelte\/dist\/icons\/(?:check|circle|circle-check|download|eye|eye-off|info|key-round|package-open)\.svelte`,
  String.raw`\/valibot-part-(?:integer|isoTimestamp|minLength|literal|maxValue|minValue|record|union|variant)\.js$`,
].join('|');
/** Packages, the client, and components. */
const core = new RegExp(
  String.raw`^(?!.*(?:${ofSome})).*(?:\/node_modules\/|vite\/preload-helper|\/functions\/shared\/|\/web\/src\/lib\/|\/web\/src\/routes\/settings\/[A-Z])`,
);

export default defineConfig({
  root,
  environments: {
    client: {
      build: {
        rolldownOptions: {
          output: {
            // What most pages share is one chunk: dozens of tiny ones compress badly, and each is a request.
            codeSplitting: {
              groups: [{ name: 'core', test: core, tags: ['$initial'], minShareCount: 2 }],
            },
          },
        },
      },
    },
  },
  plugins: [
    tailwindcss(),
    staticIcons(),
    leanClient(),
    splitValibot(),
    leanContracts(),
    announcerWithoutStyle(),
    sveltekit({
      adapter: adapter({ pages: join(root, 'build') }),
      compilerOptions: { runes: true },
      paths: { relative: false },
      // A stale page finds out when a file it needs is gone, and reloads then; polling would only cost requests.
      version: { name: versionName(), pollInterval: 0 },
    }),
    bootScripts(join(root, 'build')),
    budgetPlugin(join(root, 'build'), ['settings.html', 'settings/**/*.html', 'telephony.html'], 60_000),
  ],
});
