/**
 * Takes the place of `@aws-sdk/endpoint-cache` in bundles: the SDK makes one for a discovery of endpoints that DynamoDB
 * needs in no Region and that is switched off, and brings a library of data structures for it.
 */
export class EndpointCache {
  get(): undefined {
    return undefined;
  }
  set(): void {
    throw new Error('Endpoints are not discovered');
  }
  has(): boolean {
    return false;
  }
}
