import type { Plugin } from 'vite';

const leftOut = (name: string): string =>
  `export function ${name}() { throw new Error('${name} is left out of the site: see lean-client.ts'); }`;

/** What stands in for a module, by the end of its path. */
const replacements = new Map([
  // For components compiled to custom elements. Its class is made on import, so that no bundler leaves it out.
  ['/svelte/src/internal/client/dom/elements/custom-element.js', leftOut('create_custom_element')],

  // Kit serialises with devalue, for dates, maps and cycles. In this browser that is only `page.state`, whose type
  // (App.PageState) holds nothing that JSON doesn't; no page has data of a server.
  ['/devalue/src/uneval.js', leftOut('uneval')],
  [
    '/devalue/src/stringify.js',
    `export const stringify = (value) => JSON.stringify(value);\n${leftOut('stringifyAsync')}`,
  ],
  ['/devalue/src/parse.js', `export const parse = (text) => JSON.parse(text);\n${leftOut('unflatten')}`],
]);

/**
 * Keeps out of the browser's bundle what never runs in it and yet no bundler can leave out: 6 kB after gzip, a tenth
 * of the settings page's budget.
 */
export function leanClient(): Plugin {
  return {
    name: 'latchkey-lean-client',
    enforce: 'pre',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'client',
    transform: {
      filter: { id: /\/(?:devalue\/src|dom\/elements)\/[a-z-]+\.js$/ },
      handler(_code, id) {
        const code = [...replacements].find(([end]) => id.endsWith(end))?.[1];
        return code === undefined ? null : { code, map: null };
      },
    },
  };
}

/**
 * Kit announces navigations in an element that it hides by a style attribute, which the content security policy
 * refuses. It is hidden by app.css, where it has an id.
 */
export function announcerWithoutStyle(): Plugin {
  const styled = /(id="svelte-announcer"[^>]*?)\sstyle="[^"]*"/;
  return {
    name: 'latchkey-announcer-without-style',
    enforce: 'pre',
    transform: {
      filter: { id: /\/@sveltejs\/kit\/src\/runtime\/components\/root\.svelte$/ },
      handler(code) {
        if (!styled.test(code)) return this.error('Kit’s announcer is not written as it was.');
        return { code: code.replace(styled, '$1'), map: null };
      },
    },
  };
}

/**
 * The properties of a contract that the site has no use for, as Prettier writes them: the sentence of the OpenAPI
 * document, the function that serves it, the reasons that it documents, its limit.
 */
const ofServers =
  /^\s*(?:summary:\s*(["'`])(?:\\.|(?!\1).)*\1|function: '[a-z]+'|reasons: \[[^\]]*\]|limit: \{[^}]*\}),$/gm;

/** Leaves out of the contracts what only servers read. */
export function leanContracts(): Plugin {
  return {
    name: 'latchkey-lean-contracts',
    enforce: 'pre',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'client',
    transform: {
      filter: { id: /\/functions\/[a-z-]+\/(?:[a-z-]+-)?contracts?\.ts$/ },
      handler: (code) => ({ code: code.replaceAll(ofServers, ''), map: null }),
    },
  };
}
