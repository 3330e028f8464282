import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** What the edge must know of a built site: all its files but the hashed ones below `/_app/`. */
export interface SitePages {
  /** Paths from the root: `/index.html`, `/settings/profile.html`, `/robots.txt`. */
  readonly files: readonly string[];
  readonly notFoundPage: string;
}

/** CloudFront's limit on a function, in bytes, the page in it included. */
const maxBytes = 10_240;

/** Reads a built site. Throws when it has no page for what doesn't exist. */
export function readSitePages(folder: string): SitePages {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `/${relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/')}`)
    .filter((file) => !file.startsWith('/_app/'))
    .toSorted();
  if (!files.includes('/404.html')) throw new Error(`${folder} has no 404.html`);
  return { files, notFoundPage: readFileSync(join(folder, '404.html'), 'utf8') };
}

/**
 * The CloudFront function in front of the site: `/` is `/index.html`, a last segment without a dot is a page
 * (`/settings/profile` is `/settings/profile.html`), and what was not built gets the 404 page with a 404.
 *
 * The page is in the function, since CloudFront's own error pages are for a whole distribution and would replace
 * the API's answers, too, and a function can't change the status of what S3 answered. Headers go with it, as a
 * headers policy is only certain to reach what an origin or the cache answers.
 */
export function pageFunction(pages: SitePages, headers: Readonly<Record<string, string>>): string {
  const answerHeaders = {
    ...headers,
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
  };
  const notFound = {
    statusCode: 404,
    statusDescription: 'Not Found',
    headers: Object.fromEntries(
      Object.entries(answerHeaders).map(([name, value]) => [name.toLowerCase(), { value }]),
    ),
    body: { encoding: 'text', data: pages.notFoundPage },
  };
  // CloudFront's own dialect of JavaScript: no Set, no modules.
  const code = [
    `const files = ${JSON.stringify(pages.files)};`,
    `const notFound = ${JSON.stringify(notFound)};`,
    'function handler(event) {',
    '  const request = event.request;',
    "  if (request.uri === '/') request.uri = '/index.html';",
    "  else if (!request.uri.slice(request.uri.lastIndexOf('/')).includes('.')) request.uri += '.html';",
    "  return request.uri.startsWith('/_app/') || files.includes(request.uri) ? request : notFound;",
    '}',
  ].join('\n');
  const bytes = Buffer.byteLength(code);
  if (bytes > maxBytes) {
    throw new Error(`The page function has ${bytes} bytes, CloudFront takes ${maxBytes}: shorten 404.html`);
  }
  return code;
}
