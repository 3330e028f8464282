import type { IncomingMessage } from 'node:http';

/**
 * Reads a body, or gives undefined when it is longer than `longest` bytes. A longer one is still read for a while and
 * thrown away, since most clients see an answer only after they have sent everything.
 */
export function readBody(request: IncomingMessage, longest: number): Promise<Buffer | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer | undefined>();
  const chunks: Buffer[] = [];
  let length = 0;
  request.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= longest) chunks.push(chunk);
    if (length > 4 * longest) resolve(undefined);
  });
  request.on('end', () => resolve(length <= longest ? Buffer.concat(chunks) : undefined));
  request.on('error', reject);
  request.on('close', () => reject(new Error('The viewer left before the end of the request.')));
  return promise;
}
