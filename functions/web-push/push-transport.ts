import { lookup } from 'node:dns';
import { request as plainRequest } from 'node:http';
import { request } from 'node:https';
import type { LookupFunction } from 'node:net';
import { seconds } from '#functions/shared/clock.ts';
import { isPublicAddress } from '#functions/shared/public-address.ts';
import type { PushHosts } from './push-endpoint.ts';

/** An encrypted message and where it goes. */
export interface PushRequest {
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Hands a message to a push service and gives the status that it answered with; throws when no answer came. */
export type PostPush = (request: PushRequest) => Promise<number>;

/** A name that leads to this machine or into somebody's network: looked at with each call, so it can't change after. */
class NotPublic extends Error {
  override readonly name = 'NotPublic';
  readonly code = 'ENOTFOUND';
}

const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = error === null ? addresses : [];
    if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address))) {
      callback(error ?? new NotPublic('The endpoint leads to no public address.'), []);
    } else if (options.all === true) {
      callback(null, addresses);
    } else {
      callback(null, first.address, first.family);
    }
  });
};

const longest = 5 * seconds;

/** Opens the way to push services: one POST, no redirect followed, no body read, an end to every wait. */
export function openPushTransport(hosts: PushHosts): PostPush {
  const guard = hosts === 'public' ? { lookup: publicLookup } : {};
  return ({ endpoint, headers, body }) =>
    new Promise((resolve, reject) => {
      const send = hosts === 'any' && endpoint.startsWith('http:') ? plainRequest : request;
      const call = send(
        endpoint,
        { method: 'POST', headers, ...guard, agent: false, signal: AbortSignal.timeout(longest) },
        (response) => {
          resolve(response.statusCode ?? 0);
          response.destroy();
        },
      );
      call.on('error', reject);
      call.end(body);
    });
}
