import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { writeStateFile } from '#infra/local/state-file.ts';
import { cookieName } from '#functions/shared/session/session-cookie.ts';

const main = join(import.meta.dirname, '../main.ts');

export const password = 'plum teapot harbour';

export interface Mail {
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Record<string, string>;
  readonly sentAt: string;
}

export interface Answer {
  readonly status: number;
  readonly body: any;
  readonly headers: Headers;
  /** The session cookie's value that the answer sets; empty when it takes it away. */
  readonly cookie: string | undefined;
}

export interface Ask {
  readonly body?: unknown;
  readonly raw?: string | Uint8Array<ArrayBuffer>;
  readonly cookie?: string | undefined;
  readonly ip?: string;
  readonly headers?: Record<string, string>;
}

/** Files of tests share a stack, and each counts from another place. */
let people = randomInt(1 << 17);
/** An address of the range for benchmarks that no other test uses: limits are counted by address. */
function freshIp(): string {
  people = (people + 1) % (1 << 17);
  return `198.${18 + (people >> 16)}.${(people >> 8) & 255}.${people & 255}`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** How a running Latchkey is reached, wherever it runs. */
export interface Access {
  /** Where its people see it. */
  readonly origin: string;
  /** What paths of the API are appended to. */
  readonly api: string;
  /** The headers that tell it who asks, and from which address. */
  readonly headers: (ip: string | undefined) => Record<string, string>;
  /** All mail to an address, the newest first. */
  readonly mails: (to: string) => Promise<readonly Mail[]>;
}

/** The local stack: its gateway plays the edge, its mailbox keeps the mail. */
function localAccess(url: string): Access {
  return {
    origin: url,
    api: url,
    headers: (ip) => (ip === undefined ? {} : { 'x-local-viewer-address': ip }),
    mails: async (to) => {
      const response = await fetch(`${url}/__local/mail?to=${encodeURIComponent(to)}`, {
        headers: { accept: 'application/json' },
      });
      return ((await response.json()) as { messages: Mail[] }).messages;
    },
  };
}

/** Asks a Latchkey over HTTP, as a browser's script, a stranger or a mail program would. */
export function clientOf({ origin, api, headers, mails }: Access) {
  const ask = async (route: string, options: Ask = {}): Promise<Answer> => {
    const [method = 'GET', path = '/'] = route.split(' ');
    const response = await fetch(`${api}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        origin,
        ...(options.body === undefined && options.raw === undefined
          ? {}
          : { 'content-type': 'application/json' }),
        ...(options.cookie === undefined ? {} : { cookie: `${cookieName}=${options.cookie}` }),
        ...headers(options.ip),
        ...options.headers,
      },
      ...(options.raw === undefined
        ? options.body === undefined
          ? {}
          : { body: JSON.stringify(options.body) }
        : { body: options.raw }),
    });
    const text = await response.text();
    const set = response.headers.getSetCookie().find((cookie) => cookie.startsWith(cookieName));
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    return {
      status: response.status,
      body: isJson && text !== '' ? JSON.parse(text) : text,
      headers: response.headers,
      cookie: set === undefined ? undefined : set.slice(cookieName.length + 1).split(';')[0],
    };
  };
  /** Waits for the newest mail to an address whose subject matches; mails follow their event within moments. */
  const mail = async (to: string, subject: RegExp, milliseconds = 30_000): Promise<Mail> => {
    for (let waited = 0; waited < milliseconds; waited += 100) {
      const found = (await mails(to)).find((candidate) => subject.test(candidate.subject));
      if (found !== undefined) return found;
      await sleep(100);
    }
    throw new Error(
      `No mail ${String(subject)} to ${to}; there are: ${(await mails(to)).map(({ subject: s }) => s).join(', ')}`,
    );
  };
  /** The first link of a mail that leads to a page. */
  const linkIn = ({ text }: Mail, page: string): URL => {
    const found = (text.match(/https?:\/\/\S+/g) ?? [])
      .map((link) => new URL(link))
      .find(({ pathname }) => pathname === page);
    if (found === undefined) throw new Error(`No link to ${page} in:\n${text}`);
    return found;
  };
  const newEmail = () => `person-${crypto.randomUUID()}@example.com`;
  const signIn = (email: string, secret = password, more: Ask = {}) =>
    ask('POST /api/auth/sign-in', { ip: freshIp(), body: { email, password: secret }, ...more });
  /** Somebody with a confirmed account, signed in: by the mailed link, over HTTP. */
  const person = async (email = newEmail(), name = 'Ada Lovelace') => {
    await ask('POST /api/auth/sign-up', { ip: freshIp(), body: { email, password, name } });
    const link = linkIn(await mail(email, /confirm/i), '/confirm');
    const { searchParams } = link;
    await ask('POST /api/auth/confirm-sign-up', {
      ip: freshIp(),
      body: { email, code: searchParams.get('code') },
    });
    const cookie = (await signIn(email)).cookie ?? '';
    return { email, cookie, accountId: cookie.split('.')[0] ?? '' };
  };

  return { ask, mails, mail, linkIn, person, signIn, newEmail };
}

export type Client = ReturnType<typeof clientOf>;

/** Asks a running local stack, and lets its time pass and its parts fail. */
export function stackClient(url: string) {
  const local = async (path: string, body: unknown): Promise<any> => {
    const response = await fetch(`${url}/__local/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response.json().catch(() => undefined);
  };
  return {
    url,
    ...clientOf(localAccess(url)),
    advance: (by: string) => local('clock', { advance: by }),
    /** Puts an event on the bus, as the product does. */
    event: (detailType: string, detail: unknown) => local('events', { detailType, detail }),
    /** Makes records of the product's in a company. */
    records: (companyId: string, counts: Record<string, number>) => local('records', { companyId, counts }),
    fault: (part: string, mode: 'up' | 'down' | 'hang') => local('faults', { part, mode }),
  };
}

export type StackClient = ReturnType<typeof stackClient>;

/** The local stack as `npm start` runs it, in a process and a state folder of its own; with demo data if told so. */
export async function startRunningStack(variables: Record<string, string> = {}, demo = false) {
  const stateDir = mkdtempSync(join(tmpdir(), 'latchkey-stack-'));
  // As if it had been made by an earlier start: making it is most of what a start works.
  if (!demo) writeStateFile(join(stateDir, 'demo.json'), { email: 'nobody@example.com' });
  const port = await freePort();
  let child: ChildProcess | undefined;
  let output = '';

  const start = async () => {
    output = '';
    // The runner's own mode must not become the site's: it is built as it is deployed.
    const { NODE_ENV: _, VITEST: __, ...own } = process.env;
    const env = {
      ...own,
      // It ends with the runner, also when that is killed.
      LATCHKEY_PARENT_PID: String(process.pid),
      ...variables,
      PORT: String(port),
      LATCHKEY_STATE_DIR: stateDir,
    };
    const started = spawn('node', [main], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [started.stdout, started.stderr])
      stream.on('data', (data: Buffer) => (output += data.toString()));
    child = started;
    for (let waited = 0; !existsSync(join(stateDir, 'ready.json')); waited += 50) {
      if (started.exitCode !== null || waited > 90_000)
        throw new Error(`The stack did not start:\n${output}`);
      await sleep(50);
    }
    return JSON.parse(readFileSync(join(stateDir, 'ready.json'), 'utf8')) as { url: string };
  };
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  const { url } = await start();

  return {
    ...stackClient(url),
    stateDir,
    output: () => output,
    /** Kills the process as a power cut would, or asks it to stop, and starts it anew on the same state. */
    restart: async (signal: NodeJS.Signals) => {
      await stop(signal);
      rmSync(join(stateDir, 'ready.json'), { force: true });
      await start();
    },
    close: async () => {
      await stop();
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}

export type RunningStack = Awaited<ReturnType<typeof startRunningStack>>;
