import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Inline scripts: those without a `src`. The build has moved them into files (web/boot-script.ts). */
const inlineScript = /<script(?![^>]*\ssrc=)/;

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  // Blobs are photos that are being cropped.
  "img-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  // Markup reaches the document by Svelte's templates only.
  "require-trusted-types-for 'script'",
  // The worker that shows push messages is registered by a policy, which knows its one address.
  'trusted-types svelte-trusted-html latchkey-push-worker',
].join('; ');

/**
 * The headers of every page and file of the built site, by their names in lower case: a content security policy
 * that allows the site's own files and nothing inline, and the other security headers. CloudFront and the local
 * gateway set exactly these.
 *
 * @param buildDir the folder that `vite build` wrote; throws when it holds no pages, or one that the policy would stop
 */
export function siteHeaders(buildDir: string): Record<string, string> {
  const pages = globSync('**/*.html', { cwd: buildDir }).toSorted();
  if (pages.length === 0) throw new Error(`${buildDir} holds no pages: build the site first.`);
  const inline = pages.filter((page) => inlineScript.test(readFileSync(join(buildDir, page), 'utf8')));
  if (inline.length > 0)
    throw new Error(`${inline.join(', ')}: an inline script, which the content security policy would stop.`);
  return {
    'content-security-policy': contentSecurityPolicy,
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
