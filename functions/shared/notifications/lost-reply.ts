/** Before a connection stands nothing was sent. */
const neverLeft = /^(ECONNREFUSED|ENOTFOUND|EAI_|EHOSTUNREACH|ENETUNREACH)/;

/**
 * Tells whether a fault leaves open if the other side did what it was asked: the request may have arrived and only its
 * answer got lost. An answer of any status, and a connection that never stood, leave nothing open. What this doesn't
 * know counts as open.
 */
export function isLostReply(error: unknown): boolean {
  if (!(error instanceof Error)) return true;
  if ('code' in error && typeof error.code === 'string' && neverLeft.test(error.code)) return false;
  // Node's own words for a time-out before the connection stood, as the SDK's handler passes them on.
  if (error.name === 'TimeoutError' && /establish a connection/i.test(error.message)) return false;
  // The AWS SDK, and web-push.
  const answered = statusOf('$metadata' in error ? error.$metadata : undefined, 'httpStatusCode');
  return answered === undefined && statusOf(error, 'statusCode') === undefined;
}

/** Something was handed over, and nobody can tell whether it was taken. */
export class ReplyLost extends Error {
  override readonly name = 'ReplyLost';
}

/**
 * Hands something to the other side; a fault that leaves open if it was taken becomes `ReplyLost`. Only the call itself
 * belongs in it: what is read or composed before and fails, in whatever way, has surely sent nothing.
 */
export async function handOver<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw isLostReply(error) ? new ReplyLost('The reply was lost', { cause: error }) : error;
  }
}

function statusOf(value: unknown, name: string): number | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const status: unknown = Reflect.get(value, name);
  return typeof status === 'number' ? status : undefined;
}
