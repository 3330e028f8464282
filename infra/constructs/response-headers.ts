import { Duration } from 'aws-cdk-lib';
import {
  HeadersFrameOption,
  HeadersReferrerPolicy,
  type ResponseCustomHeader,
  type ResponseSecurityHeadersBehavior,
  ResponseHeadersPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';
import { httpsOnly } from '../edge-headers.ts';
import { accountWideName } from './template-names.ts';

type SecurityHeader = (value: string) => ResponseSecurityHeadersBehavior;

const override = true;

const frameOptions: Readonly<Record<string, HeadersFrameOption>> = {
  DENY: HeadersFrameOption.DENY,
  SAMEORIGIN: HeadersFrameOption.SAMEORIGIN,
};

const referrerPolicies: Readonly<Record<string, HeadersReferrerPolicy>> = {
  'no-referrer': HeadersReferrerPolicy.NO_REFERRER,
  'same-origin': HeadersReferrerPolicy.SAME_ORIGIN,
  'strict-origin': HeadersReferrerPolicy.STRICT_ORIGIN,
  'strict-origin-when-cross-origin': HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN,
};

/** The headers that CloudFront takes only in fields of their own, and refuses among the custom ones. */
const securityHeaders: Readonly<Record<string, SecurityHeader>> = {
  'content-security-policy': (value) => ({
    contentSecurityPolicy: { contentSecurityPolicy: value, override },
  }),
  'strict-transport-security': (value) => {
    const seconds = /max-age=(\d+)/.exec(value)?.[1];
    if (seconds === undefined) throw new Error(`strict-transport-security has no max-age: ${value}`);
    return {
      strictTransportSecurity: {
        accessControlMaxAge: Duration.seconds(Number(seconds)),
        includeSubdomains: /includeSubDomains/i.test(value),
        preload: /preload/i.test(value),
        override,
      },
    };
  },
  'x-content-type-options': () => ({ contentTypeOptions: { override } }),
  'x-frame-options': (value) => {
    const frameOption = frameOptions[value.toUpperCase()];
    if (frameOption === undefined) throw new Error(`x-frame-options has an unknown value: ${value}`);
    return { frameOptions: { frameOption, override } };
  },
  'referrer-policy': (value) => {
    const referrerPolicy = referrerPolicies[value];
    if (referrerPolicy === undefined) throw new Error(`referrer-policy has an unknown value: ${value}`);
    return { referrerPolicy: { referrerPolicy, override } };
  },
};

/** Sets exactly these headers on every answer, over what the origin said; takes them by their names in HTTP. */
export function responseHeaders(
  scope: Construct,
  id: string,
  comment: string,
  headers: Readonly<Record<string, string>>,
): ResponseHeadersPolicy {
  let securityHeadersBehavior: ResponseSecurityHeadersBehavior = {};
  const customHeaders: ResponseCustomHeader[] = [];
  for (const [name, value] of Object.entries({ ...httpsOnly, ...headers })) {
    const header = name.toLowerCase();
    const security = securityHeaders[header];
    if (security === undefined) customHeaders.push({ header, value, override });
    else securityHeadersBehavior = { ...securityHeadersBehavior, ...security(value) };
  }
  return new ResponseHeadersPolicy(scope, id, {
    responseHeadersPolicyName: accountWideName(scope, id),
    comment,
    securityHeadersBehavior,
    ...(customHeaders.length > 0 ? { customHeadersBehavior: { customHeaders } } : {}),
  });
}
