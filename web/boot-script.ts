import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Plugin } from 'vite';

/** Kit's script that starts a page: the only inline one, so the only one without attributes. */
const inlineScript = /<script>([\s\S]*?)<\/script>/g;
const folder = '/_app/immutable/boot';

/** A page whose inline script has moved into a file, and that file. */
export interface Moved {
  readonly html: string;
  readonly file: { readonly path: string; readonly content: string };
}

/**
 * Moves the inline script of a built page into a file that is named by its hash. Throws where a page has none, or
 * several: Kit then writes pages in another way, and the policy would stop them.
 */
export function moveBootScript(page: string, html: string): Moved {
  const [script, ...others] = [...html.matchAll(inlineScript)];
  if (script === undefined || others.length > 0)
    throw new Error(`${page} has ${script === undefined ? 'no' : 'more than one'} inline script.`);
  const content = `${(script[1] ?? '').trim().replaceAll(/\n\t+/g, '\n')}\n`;
  const name = createHash('sha256').update(content).digest('base64url').slice(0, 10);
  const path = `${folder}/${name}.js`;
  return { html: html.replace(script[0], () => `<script src="${path}"></script>`), file: { path, content } };
}

/**
 * Lets every page start by a file instead of an inline script: a content security policy names inline scripts by
 * their hashes, one for each page, and CloudFront takes no header of more than 1,783 characters.
 */
export function bootScripts(buildDir: string): Plugin {
  return {
    name: 'latchkey-boot-scripts',
    apply: 'build',
    buildApp: {
      // After the adapter, which is a `post` plugin, too, and stands before this one.
      order: 'post',
      handler() {
        mkdirSync(join(buildDir, folder), { recursive: true });
        for (const page of globSync('**/*.html', { cwd: buildDir })) {
          const { html, file } = moveBootScript(page, readFileSync(join(buildDir, page), 'utf8'));
          writeFileSync(join(buildDir, file.path), file.content);
          writeFileSync(join(buildDir, page), html);
        }
        return Promise.resolve();
      },
    },
  };
}
