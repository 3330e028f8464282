/** The part of the SDK's `AwsCredentialIdentity` that Lambda gives. */
interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * Takes the place of `@aws-sdk/credential-provider-node` in bundles. A function's credentials are in its
 * environment and nowhere else, while the SDK's own chain brings clients for SSO, STS and three more sources along:
 * a quarter of every bundle.
 */
export function defaultProvider(): () => Promise<Credentials> {
  return () => {
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
    if (AWS_ACCESS_KEY_ID === undefined || AWS_SECRET_ACCESS_KEY === undefined) {
      return Promise.reject(new Error('The environment has no AWS credentials'));
    }
    return Promise.resolve({
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      ...(AWS_SESSION_TOKEN !== undefined && { sessionToken: AWS_SESSION_TOKEN }),
    });
  };
}
