import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { minifySync, type Plugin, transformWithOxc } from 'vite';

/** Kit's script that starts a page: the only inline one, so the only one without attributes. */
const inlineScript = /<script>([\s\S]*?)<\/script>/g;
const folder = '/_app/immutable/boot';

/** A script of the built site. */
export interface ScriptFile {
  readonly path: string;
  readonly content: string;
}

/** A page whose inline script has moved into a file, and that file. */
export interface Moved {
  readonly html: string;
  readonly file: ScriptFile;
}

/** A script as short as it gets, in a file that is named by what it holds, so that browsers keep it for ever. */
function scriptFile(code: string): ScriptFile {
  const content = minifySync('boot.js', code).code;
  const name = createHash('sha256').update(content).digest('base64url').slice(0, 10);
  return { path: `${folder}/${name}.js`, content };
}

const tag = ({ path }: ScriptFile): string => `<script src="${path}"></script>`;

/**
 * Moves the inline script of a built page into a file that is named by its hash. Throws where a page has none, or
 * several: Kit then writes pages in another way, and the policy would stop them.
 */
export function moveBootScript(page: string, html: string): Moved {
  const [script, ...others] = [...html.matchAll(inlineScript)];
  if (script === undefined || others.length > 0)
    throw new Error(`${page} has ${script === undefined ? 'no' : 'more than one'} inline script.`);
  const file = scriptFile(script[1] ?? '');
  return { html: html.replace(script[0], () => tag(file)), file };
}

/**
 * Has a page keep what is pressed before it runs: by a script (held-presses.ts) before its style, which scripts wait
 * for. Throws where a page has no title to put it after.
 */
export function holdPresses(page: string, html: string, holder: ScriptFile): string {
  if (!html.includes('</title>')) throw new Error(`${page} has no title.`);
  return html.replace('</title>', () => `</title>\n\t\t${tag(holder)}`);
}

async function readHolder(): Promise<ScriptFile> {
  const file = join(import.meta.dirname, 'held-presses.ts');
  const { code } = await transformWithOxc(readFileSync(file, 'utf8'), file, { sourcemap: false });
  return scriptFile(code);
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
      async handler() {
        mkdirSync(join(buildDir, folder), { recursive: true });
        const write = ({ path, content }: ScriptFile) => writeFileSync(join(buildDir, path), content);
        const holder = await readHolder();
        write(holder);
        for (const page of globSync('**/*.html', { cwd: buildDir })) {
          const { html, file } = moveBootScript(page, readFileSync(join(buildDir, page), 'utf8'));
          write(file);
          writeFileSync(join(buildDir, page), holdPresses(page, html, holder));
        }
      },
    },
  };
}
