import { createHash } from 'node:crypto';
import { isIP } from 'node:net';

/** Where push messages may go: into the public Internet, or, on one's own machine, anywhere. */
export type PushHosts = 'public' | 'any';

/**
 * Tells whether an endpoint may be written to. Every push service has one of this form; whoever names another wants
 * our function to call something else (SSRF, ASVS 1.3.6). What its name leads to is looked at when it is called.
 */
export function isPushEndpoint(endpoint: string, hosts: PushHosts): boolean {
  const url = URL.parse(endpoint);
  if (url === null) return false;
  const { protocol, username, password, port, hostname } = url;
  if (username !== '' || password !== '') return false;
  if (hosts === 'any') return protocol === 'https:' || protocol === 'http:';
  const isName = isIP(hostname) === 0 && !hostname.startsWith('[') && /\.[a-z][a-z\d-]*$/.test(hostname);
  return protocol === 'https:' && port === '' && isName;
}

/** Our name of a browser, by which it knows itself and nobody else can write to it. */
export function browserIdOf(endpoint: string): string {
  return createHash('sha256').update(endpoint).digest('base64url');
}
