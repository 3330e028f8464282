/**
 * The headers that the edge passes on and sets, for CloudFront and for the local gateway alike. Those of the site's
 * pages depend on their build: infra/site-headers.ts.
 */

/** By this header a handler knows that a request came through our edge. */
export const originHeader = 'x-latchkey-origin';

/**
 * What handlers get to see of a viewer's request, besides cookies and query. CloudFront drops a viewer's own
 * `CloudFront-Viewer-Address`, and takes ten names at most.
 */
export const apiRequestHeaders = [
  'CloudFront-Viewer-Address',
  'Accept',
  'Content-Type',
  'Idempotency-Key',
  'If-Match',
  'Origin',
  'Sec-Fetch-Site',
  'User-Agent',
] as const;

/** Two years, as browsers' preload lists ask; on every answer, whatever else an answer carries. */
export const httpsOnly = { 'strict-transport-security': 'max-age=63072000; includeSubDomains' } as const;

/** On every answer of the API. */
export const apiResponseHeaders = {
  ...httpsOnly,
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const;

/** On every photo: nothing in one can run, whatever it turns out to be. */
export const photoResponseHeaders = {
  ...httpsOnly,
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
} as const;
