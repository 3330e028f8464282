import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** CloudFront refuses longer header values in a response headers policy. */
const longestValue = 1783;

/** Inline scripts: those without a `src`. Kit's, which starts a page, is the only one per page. */
const inlineScript = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g;

/**
 * The headers of every page and file of the built site, by their names in lower case: a content security policy
 * with the hashes of the inline scripts that the pages have, and the other security headers. CloudFront and the local
 * gateway set exactly these.
 *
 * @param buildDir the folder that `vite build` wrote; throws when it holds no pages
 */
export function siteHeaders(buildDir: string): Record<string, string> {
  const pages = globSync('**/*.html', { cwd: buildDir }).toSorted();
  if (pages.length === 0) throw new Error(`${buildDir} holds no pages: build the site first.`);

  const policy = contentSecurityPolicy(
    scriptHashes(pages.map((page) => readFileSync(join(buildDir, page), 'utf8'))),
  );
  if (policy.length > longestValue) {
    throw new Error(
      `The content security policy has ${policy.length} characters, CloudFront takes ${longestValue}: ` +
        'too many pages have an inline script of their own.',
    );
  }
  return {
    'content-security-policy': policy,
    // Two years.
    'strict-transport-security': 'max-age=63072000; includeSubDomains',
    'x-content-type-options': 'nosniff',
    // The addresses of mailed links hold tokens.
    'referrer-policy': 'no-referrer',
    'permissions-policy': permissions(),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'x-frame-options': 'DENY',
  };
}

/** The hashes of the inline scripts in some pages, each once, as a policy names them. */
export function scriptHashes(pages: readonly string[]): string[] {
  const scripts = pages.flatMap((page) => [...page.matchAll(inlineScript)].map(([, script = '']) => script));
  const hashes = scripts.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  return [...new Set(hashes)].toSorted();
}

function contentSecurityPolicy(hashes: readonly string[]): string {
  return [
    "default-src 'none'",
    ["script-src 'self'", ...hashes].join(' '),
    "style-src 'self'",
    // Blobs are photos that are being cropped.
    "img-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    // Markup reaches the document by Svelte's templates only.
    "require-trusted-types-for 'script'",
    'trusted-types svelte-trusted-html',
  ].join('; ');
}

/** Powerful features that nothing here uses, switched off for whatever might slip in. */
function permissions(): string {
  const unused = [
    'camera',
    'display-capture',
    'geolocation',
    'microphone',
    'payment',
    'usb',
    'serial',
    'hid',
  ];
  return unused.map((feature) => `${feature}=()`).join(', ');
}
