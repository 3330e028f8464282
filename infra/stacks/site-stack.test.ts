import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { siteHeaders } from '../site-headers.ts';
import {
  only,
  readable,
  resources,
  siteFolder,
  stageApp,
  statements,
  templates,
} from './tests/synthesized.ts';

const domain = {
  name: 'account.example.com',
  certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d',
  hostedZone: { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' },
};
const { site } = templates(stageApp('prod').stacks);
const withDomain = templates(stageApp('prod', { domain }).stacks).site;

const config = only(site, 'AWS::CloudFront::Distribution').Properties['DistributionConfig'];
const behaviours: Record<string, any> = {
  site: config.DefaultCacheBehavior,
  ...Object.fromEntries(config.CacheBehaviors.map((each: any) => [each.PathPattern, each])),
};
const originOf = (behaviour: any) => config.Origins.find((each: any) => each.Id === behaviour.TargetOriginId);
const headersOf = (behaviour: any) =>
  resources(site, 'AWS::CloudFront::ResponseHeadersPolicy').find(
    ([id]) => id === behaviour.ResponseHeadersPolicyId.Ref,
  )![1].Properties['ResponseHeadersPolicyConfig'];

describe('HTTPS only', () => {
  test('pages and photos redirect to it; the API refuses anything else', () => {
    expect(Object.keys(behaviours)).toEqual(['site', '/api/*', '/avatars/*']);
    expect(behaviours['site'].ViewerProtocolPolicy).toBe('redirect-to-https');
    expect(behaviours['/avatars/*'].ViewerProtocolPolicy).toBe('redirect-to-https');
    expect(behaviours['/api/*'].ViewerProtocolPolicy).toBe('https-only');
  });

  test('TLS 1.2 at least, to the viewer of a domain and to the API', () => {
    const { ViewerCertificate: certificate, Aliases } = only(withDomain, 'AWS::CloudFront::Distribution')
      .Properties['DistributionConfig'];
    expect(certificate).toEqual({
      AcmCertificateArn: domain.certificateArn,
      MinimumProtocolVersion: 'TLSv1.2_2021',
      SslSupportMethod: 'sni-only',
    });
    expect(Aliases).toEqual(['account.example.com']);
    expect(originOf(behaviours['/api/*']).CustomOriginConfig).toMatchObject({
      OriginProtocolPolicy: 'https-only',
      OriginSSLProtocols: ['TLSv1.2'],
    });
  });

  test('browsers are told so for two years, on every answer', () => {
    for (const behaviour of Object.values(behaviours)) {
      expect(headersOf(behaviour).SecurityHeadersConfig.StrictTransportSecurity).toEqual({
        AccessControlMaxAgeSec: 63_072_000,
        IncludeSubdomains: true,
        Preload: false,
        Override: true,
      });
    }
  });

  test('both buckets refuse plain HTTP', () => {
    const policies = resources(site, 'AWS::S3::BucketPolicy').map(([, { Properties }]) => Properties);
    expect(policies.map(({ Bucket }) => readable(Bucket)).toSorted()).toEqual(['Avatars', 'Site']);
    for (const { Bucket, PolicyDocument } of policies) {
      const bucket = `${readable(Bucket)}.Arn`;
      expect(statements(PolicyDocument)[0]).toMatchObject({
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 's3:*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      });
      expect(statements(PolicyDocument)[0].Resource.map(readable)).toEqual([bucket, `${bucket}/*`]);
    }
  });
});

describe('the buckets', () => {
  test('can’t be public', () => {
    expect(only(site, 'AWS::S3::Bucket').Properties['PublicAccessBlockConfiguration']).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
  });

  test('are read by this distribution only, which may list neither', () => {
    const allowing = resources(site, 'AWS::S3::BucketPolicy').flatMap(([, { Properties }]) =>
      statements(Properties['PolicyDocument']).filter(({ Effect }) => Effect === 'Allow'),
    );
    expect(allowing.map(({ Resource }) => readable(Resource)).toSorted()).toEqual([
      'Avatars.Arn/avatars/*',
      'Site.Arn/*',
    ]);
    for (const statement of allowing) {
      expect(statement.Principal).toEqual({ Service: 'cloudfront.amazonaws.com' });
      expect(statement.Action).toBe('s3:GetObject');
      expect(Object.keys(statement.Condition)).toEqual(['StringEquals']);
      expect(readable(statement.Condition.StringEquals['AWS:SourceArn'])).toBe(
        'arn:<Partition>:cloudfront::<AccountId>:distribution/Distribution',
      );
    }
  });

  test('are reached with signed requests', () => {
    const controls = resources(site, 'AWS::CloudFront::OriginAccessControl');
    expect(controls).toHaveLength(2);
    for (const [, { Properties }] of controls) {
      expect(Properties['OriginAccessControlConfig']).toMatchObject({
        SigningBehavior: 'always',
        SigningProtocol: 'sigv4',
      });
    }
    for (const path of ['site', '/avatars/*']) {
      expect(originOf(behaviours[path])).toHaveProperty('OriginAccessControlId');
    }
  });
});

test('what an account has once has the Region in its name, so that a second Region can have the stage', () => {
  const named = ['ResponseHeadersPolicy', 'OriginRequestPolicy', 'CachePolicy', 'OriginAccessControl'];
  const names = named.flatMap((type) =>
    resources(site, `AWS::CloudFront::${type}`).map(([, { Properties }]) => Properties[`${type}Config`].Name),
  );
  expect(names).toHaveLength(7);
  for (const name of names) expect(readable(name)).toMatch(/^latchkey-prod-site-\w+-<Region>$/);
  expect(new Set(names.map(readable)).size).toBe(names.length);
});

describe('the API', () => {
  const behaviour = behaviours['/api/*'];

  test('gets the origin secret by name, never in plain text', () => {
    const [header, ...others] = originOf(behaviour).OriginCustomHeaders;
    expect(others).toEqual([]);
    expect(header.HeaderName).toBe('x-latchkey-origin');
    expect(readable(header.HeaderValue)).toBe(
      '{{resolve:secretsmanager:OriginSecret:SecretString:current::}}',
    );
  });

  test('gets the secret anew at its next turn, and nothing else of the distribution changes', () => {
    const turned = only(
      templates(stageApp('prod', { originSecretTurn: 2 }).stacks).site,
      'AWS::CloudFront::Distribution',
    ).Properties['DistributionConfig'];
    expect(turned).toEqual({ ...config, Comment: 'Latchkey prod, origin secret 2' });
    expect(config.Comment).toBe('Latchkey prod, origin secret 1');
  });

  test('is never cached and takes every method', () => {
    // The managed policy CachingDisabled.
    expect(behaviour.CachePolicyId).toBe('4135ea2d-6df8-44a3-9df3-4b5a84be39ad');
    expect(behaviour.AllowedMethods.toSorted()).toEqual(
      ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'].toSorted(),
    );
  });

  test("gets cookies, query and the headers that handlers read, the viewer's address among them", () => {
    const policy = only(site, 'AWS::CloudFront::OriginRequestPolicy').Properties['OriginRequestPolicyConfig'];
    expect(policy.CookiesConfig).toEqual({ CookieBehavior: 'all' });
    expect(policy.QueryStringsConfig).toEqual({ QueryStringBehavior: 'all' });
    expect(policy.HeadersConfig.HeaderBehavior).toBe('whitelist');
    expect(policy.HeadersConfig.Headers).toContain('CloudFront-Viewer-Address');
    expect(policy.HeadersConfig.Headers).not.toContain('Host');
    // CloudFront's quota for one policy.
    expect(policy.HeadersConfig.Headers.length).toBeLessThanOrEqual(10);
  });

  test("keeps its own answers: no error page of the distribution's takes their place", () => {
    expect(config.CustomErrorResponses).toBeUndefined();
  });

  test('answers with a policy under which nothing runs', () => {
    expect(headersOf(behaviour).SecurityHeadersConfig).toMatchObject({
      ContentSecurityPolicy: { ContentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'" },
      ContentTypeOptions: { Override: true },
      ReferrerPolicy: { ReferrerPolicy: 'no-referrer' },
    });
  });
});

describe('the site’s headers', () => {
  const headers = siteHeaders(siteFolder);
  const policy = headersOf(behaviours['site']);

  test('hold the content security policy of the local gateway: files of the site, nothing inline', () => {
    const csp: string = policy.SecurityHeadersConfig.ContentSecurityPolicy.ContentSecurityPolicy;
    expect(csp).toBe(headers['content-security-policy']);
    expect(csp).toContain("script-src 'self';");
    expect(csp).toContain("default-src 'none'");
    expect(csp).toContain("frame-ancestors 'none'");
    expect(csp).not.toContain('unsafe-inline');
    expect(csp).not.toContain('unsafe-eval');
  });

  test('are all there, over whatever an origin says', () => {
    const security = policy.SecurityHeadersConfig;
    expect(security.ContentTypeOptions).toEqual({ Override: true });
    expect(security.FrameOptions).toEqual({ FrameOption: 'DENY', Override: true });
    expect(security.ReferrerPolicy).toEqual({ ReferrerPolicy: 'no-referrer', Override: true });
    const custom = policy.CustomHeadersConfig.Items;
    expect(custom.map(({ Header }: any) => Header).toSorted()).toEqual([
      'cross-origin-opener-policy',
      'cross-origin-resource-policy',
      'permissions-policy',
    ]);
    for (const { Header, Value, Override } of custom) {
      expect(Value).toBe(headers[Header]);
      expect(Override).toBe(true);
    }
    const ofTheirOwn = Object.keys(security);
    expect(ofTheirOwn).toHaveLength(Object.keys(headers).length - custom.length);
  });
});

describe('the page function', () => {
  const code = only(site, 'AWS::CloudFront::Function').Properties['FunctionCode'];
  const ask = (uri: string) =>
    runInNewContext(`${code}\nhandler({ request: { method: 'GET', uri } });`, { uri });

  test('runs on every request of the site, before the cache', () => {
    expect(behaviours['site'].FunctionAssociations).toHaveLength(1);
    expect(behaviours['site'].FunctionAssociations[0].EventType).toBe('viewer-request');
    expect(behaviours['/api/*'].FunctionAssociations).toBeUndefined();
  });

  test.each([
    ['/', '/index.html'],
    ['/settings/profile', '/settings/profile.html'],
    ['/index.html', '/index.html'],
    ['/robots.txt', '/robots.txt'],
    ['/_app/immutable/entry.css', '/_app/immutable/entry.css'],
  ])('asks for %s as %s', (uri, file) => {
    expect(ask(uri).uri).toBe(file);
  });

  test.each(['/nowhere', '/settings/', '/settings/nowhere', '/nowhere.txt', '/__proto__', '/../secret'])(
    'answers %s with the 404 page and a 404',
    (uri) => {
      const answer = ask(uri);
      expect(answer.statusCode).toBe(404);
      expect(answer.body.data).toContain('There is no such page.');
      expect(answer.headers['content-type'].value).toBe('text/html; charset=utf-8');
      expect(answer.headers['content-security-policy'].value).toBe(
        siteHeaders(siteFolder)['content-security-policy'],
      );
    },
  );

  test('stays below what CloudFront takes', () => {
    expect(Buffer.byteLength(code)).toBeLessThanOrEqual(10_240);
  });
});

describe('photos', () => {
  test('can run nothing, and leave every edge within the hour after they were removed', () => {
    expect(headersOf(behaviours['/avatars/*']).SecurityHeadersConfig).toMatchObject({
      ContentSecurityPolicy: { ContentSecurityPolicy: "default-src 'none'; sandbox" },
      ContentTypeOptions: { Override: true },
    });
    expect(only(site, 'AWS::CloudFront::CachePolicy').Properties['CachePolicyConfig']).toMatchObject({
      MaxTTL: 3600,
      DefaultTTL: 3600,
      MinTTL: 0,
    });
  });
});

describe('the files', () => {
  test('with a hash in their name come first, stay, and are cached for ever', () => {
    const uploads = resources(site, 'Custom::CDKBucketDeployment');
    const hashed = uploads.find(([id]) => id.startsWith('FilesHashed'))!;
    const pages = uploads.find(([id]) => id.startsWith('FilesPages'))!;
    expect(hashed[1].Properties).toMatchObject({
      Include: ['_app/immutable/*'],
      Exclude: ['*'],
      Prune: false,
      SystemMetadata: { 'cache-control': 'public, max-age=31536000, immutable' },
    });
    expect(pages[1].Properties).toMatchObject({
      Exclude: ['_app/immutable/*'],
      Prune: true,
      SystemMetadata: { 'cache-control': 'no-cache' },
      DistributionPaths: ['/*'],
    });
    expect((pages[1] as any).DependsOn).toContain(hashed[0]);
  });
});

describe('a domain', () => {
  test('gets its records where the stage names the zone', () => {
    const records = resources(withDomain, 'AWS::Route53::RecordSet').map(([, { Properties }]) => Properties);
    expect(records.map(({ Type, Name }) => [Type, Name]).toSorted()).toEqual([
      ['A', 'account.example.com.'],
      ['AAAA', 'account.example.com.'],
    ]);
    expect(resources(site, 'AWS::Route53::RecordSet')).toEqual([]);
  });
});
