import { Resolver } from 'node:dns/promises';

/** The network, as far as tests of credentials reach into it. */
export interface Outside {
  /** The status that a GET is answered with; null when no answer came in time, or one that leads elsewhere. */
  statusOf(url: string, authorization: string): Promise<number | null>;
  /** The addresses behind a name: none when there is no such name, null when DNS does not answer. */
  addressesOf(host: string): Promise<string[] | null>;
}

export interface OutsideSettings {
  readonly timeoutMilliseconds: number;
  /** The DNS servers to ask, by default the system's. */
  readonly dnsServers?: readonly string[];
}

/** Opens the network with bounds: one request, no redirect, no body read, an end to every wait. */
export function openOutside({ timeoutMilliseconds, dnsServers }: OutsideSettings): Outside {
  const resolver = new Resolver({ timeout: timeoutMilliseconds, tries: 1 });
  if (dnsServers !== undefined) resolver.setServers(dnsServers);

  return {
    async statusOf(url, authorization) {
      try {
        const response = await fetch(url, {
          headers: { authorization, accept: 'application/json' },
          redirect: 'manual',
          signal: AbortSignal.timeout(timeoutMilliseconds),
        });
        await response.body?.cancel();
        const { status } = response;
        return status >= 300 && status < 400 ? null : status;
      } catch {
        // Whatever it was, the message may quote what we sent: nobody gets to see it.
        return null;
      }
    },

    async addressesOf(host) {
      const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
      const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
      const answered = answers.every((answer) => answer.status === 'fulfilled' || saysNone(answer.reason));
      return found.length > 0 || answered ? found : null;
    },
  };
}

/** Tells "there is no such name, or no such address of it" from "nobody answered". */
function saysNone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ['ENOTFOUND', 'ENODATA'].includes(String(error.code));
}
