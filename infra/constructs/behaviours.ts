import { Duration } from 'aws-cdk-lib';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Function,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  OriginProtocolPolicy,
  OriginRequestCookieBehavior,
  OriginRequestHeaderBehavior,
  OriginRequestPolicy,
  OriginRequestQueryStringBehavior,
  OriginSslPolicy,
  S3OriginAccessControl,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import {
  apiRequestHeaders,
  apiResponseHeaders,
  httpsOnly,
  originHeader,
  photoResponseHeaders,
} from '../edge-headers.ts';
import { currentValue } from './house-secret.ts';
import { pageFunction, readSitePages } from './page-function.ts';
import { responseHeaders } from './response-headers.ts';
import { accountWideName } from './template-names.ts';

/** The static site: pages by the edge function's rule, with the headers that belong to this build. */
export function siteBehaviour(
  scope: Construct,
  bucket: IBucket,
  buildFolder: string,
  headers: Readonly<Record<string, string>>,
): BehaviorOptions {
  const pages = new Function(scope, 'PageFunction', {
    comment: 'Which page an address means; 404 for what was not built',
    runtime: FunctionRuntime.JS_2_0,
    code: FunctionCode.fromInline(pageFunction(readSitePages(buildFolder), { ...httpsOnly, ...headers })),
  });
  return {
    origin: signedOrigin(scope, 'SiteAccess', bucket),
    viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
    cachePolicy: CachePolicy.CACHING_OPTIMIZED,
    compress: true,
    responseHeadersPolicy: responseHeaders(scope, 'SiteHeaders', 'Latchkey site', headers),
    functionAssociations: [{ function: pages, eventType: FunctionEventType.VIEWER_REQUEST }],
  };
}

/** The API: nothing cached, over HTTPS only, proven by the origin secret, which the template only names. */
export function apiBehaviour(scope: Construct, host: string, originSecret: Secret): BehaviorOptions {
  return {
    origin: new HttpOrigin(host, {
      protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
      originSslProtocols: [OriginSslPolicy.TLS_V1_2],
      readTimeout: Duration.seconds(30),
      customHeaders: { [originHeader]: originSecret.secretValueFromJson(currentValue).unsafeUnwrap() },
    }),
    // A redirect would have a password cross the wire in the clear before it is answered.
    viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
    allowedMethods: AllowedMethods.ALLOW_ALL,
    cachePolicy: CachePolicy.CACHING_DISABLED,
    originRequestPolicy: new OriginRequestPolicy(scope, 'ApiRequest', {
      originRequestPolicyName: accountWideName(scope, 'ApiRequest'),
      comment: 'What Latchkey reads of a request',
      cookieBehavior: OriginRequestCookieBehavior.all(),
      queryStringBehavior: OriginRequestQueryStringBehavior.all(),
      headerBehavior: OriginRequestHeaderBehavior.allowList(...apiRequestHeaders),
    }),
    responseHeadersPolicy: responseHeaders(scope, 'ApiHeaders', 'Latchkey API', apiResponseHeaders),
  };
}

/** Photos: their type comes from the object, and nothing in one can run. */
export function photoBehaviour(scope: Construct, bucket: IBucket): BehaviorOptions {
  return {
    origin: signedOrigin(scope, 'PhotosAccess', bucket),
    viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
    cachePolicy: new CachePolicy(scope, 'PhotoCache', {
      cachePolicyName: accountWideName(scope, 'PhotoCache'),
      comment: 'A photo that was removed is gone from every edge within the hour',
      minTtl: Duration.seconds(0),
      defaultTtl: Duration.hours(1),
      maxTtl: Duration.hours(1),
    }),
    responseHeadersPolicy: responseHeaders(scope, 'PhotoHeaders', 'Latchkey photos', photoResponseHeaders),
  };
}

/** A bucket that CloudFront reads with requests that it signs. */
function signedOrigin(scope: Construct, id: string, bucket: IBucket) {
  const originAccessControl = new S3OriginAccessControl(scope, id, {
    originAccessControlName: accountWideName(scope, id),
  });
  return S3BucketOrigin.withOriginAccessControl(bucket, { originAccessControl });
}
