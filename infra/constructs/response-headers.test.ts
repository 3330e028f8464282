import { App, Stack } from 'aws-cdk-lib';
import { expect, test } from 'vitest';
import { responseHeaders } from './response-headers.ts';

const policyWith = (headers: Record<string, string>) => () =>
  responseHeaders(new Stack(new App(), 'Stack'), 'Headers', '', headers);

test.each([
  [{ 'Strict-Transport-Security': 'includeSubDomains' }, /max-age/],
  [{ 'X-Frame-Options': 'ALLOW-FROM https://example.com' }, /x-frame-options has an unknown value/],
  [{ 'Referrer-Policy': 'unsafe-url' }, /referrer-policy has an unknown value/],
])('%j stops the synth, since CloudFront could not say it', (headers, message) => {
  expect(policyWith(headers)).toThrow(message);
});
