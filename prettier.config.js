import { existsSync } from 'node:fs';

const stylesheet = new URL('web/src/app.css', import.meta.url);

/** @type {import('prettier').Config & import('prettier-plugin-tailwindcss').PluginOptions} */
export default {
  printWidth: 110,
  singleQuote: true,
  semi: true,
  trailingComma: 'all',
  // The Tailwind plugin must be the last one: it wraps the parsers of the others.
  plugins: ['prettier-plugin-svelte', 'prettier-plugin-tailwindcss'],
  ...(existsSync(stylesheet) ? { tailwindStylesheet: './web/src/app.css' } : {}),
  overrides: [{ files: '*.svelte', options: { parser: 'svelte' } }],
};
