import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

const modules = join(import.meta.dirname, '../node_modules');

/** Grows with every change of what is done to a copy: the one before is then made anew. */
const revision = 1;

/**
 * A copy of a package of the AWS SDK from which a bundler leaves out what is not used. The SDK describes each shape by an array;
 * where HTTP has a field in a header, its key is a constant's name (`{ [_hH]: _ct }`), which a bundler must take for code with
 * effects, so that all shapes of S3 are in every bundle: 60 kB. The copy has the constant's value there, and is else the same.
 * Gives its folder; throws where the package is not of that form.
 */
export function shakable(name: string): string {
  const original = join(modules, name);
  const { version } = v.parse(
    v.object({ version: v.string() }),
    JSON.parse(readFileSync(join(original, 'package.json'), 'utf8')),
  );
  const parent = join(modules, '.cache/shakable');
  const copy = join(parent, `${name.replace('/', '+')}-${version}-${String(revision)}`);
  if (existsSync(copy)) return copy;
  mkdirSync(parent, { recursive: true });
  // Others may be making it, too: whoever is first has made it.
  const draft = mkdtempSync(join(parent, 'draft-'));
  for (const part of ['package.json', 'dist-es'])
    cpSync(join(original, part), join(draft, part), { recursive: true });
  const schemas = join(draft, 'dist-es/schemas/schemas_0.js');
  writeFileSync(schemas, withLiteralKeys(readFileSync(schemas, 'utf8')));
  try {
    renameSync(draft, copy);
  } catch (error) {
    rmSync(draft, { recursive: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

/** A source with the values of its constants where keys of objects are computed from them. */
export function withLiteralKeys(source: string): string {
  const constants = new Map(
    [...source.matchAll(/^const (\w+) = ("[^"\\\n]*");$/gm)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );
  let replaced = 0;
  const changed = source.replaceAll(/\[(\w+)\]: /g, (key, name: string) => {
    const value = constants.get(name);
    if (value === undefined) return key;
    replaced += 1;
    return `${value}: `;
  });
  if (replaced === 0) throw new Error('No computed key: is the package still of this form?');
  return changed;
}
