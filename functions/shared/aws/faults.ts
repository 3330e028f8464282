/** Names of SDK errors that say "a part that we need doesn't answer", rather than "we asked wrongly". */
const unavailable = new Set([
  'TimeoutError',
  'RequestTimeout',
  'RequestTimeoutException',
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'InternalServerError',
  'InternalErrorException',
  'InternalServiceError',
  'ServiceUnavailable',
  'TransactionInProgressException',
]);

/** Tells whether an error means that a dependency is down, slow or throttling: answered 503, safe to retry. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (unavailable.has(error.name)) return true;
  if ('code' in error && typeof error.code === 'string')
    return /^(ECONN|EPIPE|ENOTFOUND|EAI_|ETIMEDOUT)/.test(error.code);
  const response = '$response' in error ? error.$response : undefined;
  return (
    typeof response === 'object' &&
    response !== null &&
    'statusCode' in response &&
    Number(response.statusCode) >= 500
  );
}
