import * as v from 'valibot';
import { type Check, expected, first } from './check.ts';

const seconds = (count: number) => count * 1000;
const year = 31_536_000;

/** What a check asks of a running Latchkey, and how long it waits for it. */
function ask(address: URL, options: RequestInit = {}): Promise<Response> {
  return fetch(address, { redirect: 'manual', signal: AbortSignal.timeout(seconds(20)), ...options });
}

const problemSchema = v.object({ reason: v.string() });
const optionsSchema = v.object({
  options: v.object({ rpId: v.string(), challenge: v.pipe(v.string(), v.minLength(20)) }),
});

/** The headers that every page must have, each with what its value must look like. */
const pageHeaders: Readonly<Record<string, RegExp>> = {
  'content-security-policy': /^default-src 'none';(?!.*unsafe-(?:inline|eval)).*frame-ancestors 'none'/,
  'x-content-type-options': /^nosniff$/,
  'referrer-policy': /^no-referrer$/,
  'permissions-policy': /camera=\(\)/,
  'cross-origin-opener-policy': /^same-origin$/,
  'x-frame-options': /^DENY$/i,
};

function headersOf(response: Response, wanted: Readonly<Record<string, RegExp>>): string | null {
  return first(
    ...Object.entries(wanted).map(([name, form]) => {
      const value = response.headers.get(name);
      return value !== null && form.test(value) ? null : `the header ${name} is ${value ?? 'missing'}`;
    }),
  );
}

/** Whether browsers are told to come over HTTPS alone, for a year at least. */
function strictTransport(response: Response): string | null {
  const value = response.headers.get('strict-transport-security') ?? '';
  return Number(/max-age=(\d+)/.exec(value)?.[1] ?? 0) >= year
    ? null
    : `strict-transport-security is "${value}"`;
}

async function refused(response: Response, status: number, reason: string): Promise<string | null> {
  const body: unknown = await response.json().catch(() => null);
  const said = v.safeParse(problemSchema, body);
  return first(
    expected('the status', response.status, status),
    expected('the reason', said.success ? said.output.reason : null, reason),
  );
}

/**
 * What anybody can see of a Latchkey, without credentials and without changing anything: pages, headers, the API behind the
 * same host. Takes where people see it.
 */
export function siteChecks(url: string): Check[] {
  const at = (path: string) => new URL(path, url);
  const host = new URL(url).hostname;
  const json = { 'content-type': 'application/json', origin: new URL(url).origin };

  return [
    {
      name: 'pages are there, with every header of theirs',
      run: async () => {
        const answers = await Promise.all(
          ['/', '/sign-in', '/settings/profile'].map((path) => ask(at(path))),
        );
        return first(
          ...answers.flatMap((answer) => [
            expected(`the status of ${answer.url}`, answer.status, 200),
            headersOf(answer, pageHeaders),
            strictTransport(answer),
          ]),
        );
      },
    },
    {
      name: 'what was not built is a page that says so, with 404 and the same headers',
      run: async () => {
        const answer = await ask(at('/there-is-no-such-page'));
        return first(expected('the status', answer.status, 404), headersOf(answer, pageHeaders));
      },
    },
    {
      name: 'files with a hash in their name are kept for ever',
      run: async () => {
        const answer = await hashedFile(url);
        return first(
          expected('the status', answer.status, 200),
          headersOf(answer, { 'cache-control': /max-age=31536000.*immutable/ }),
        );
      },
    },
    {
      name: 'the API answers behind the same host, and nothing in its answers can run',
      run: async () => {
        const answer = await ask(at('/api/health'));
        return first(
          expected('the status', answer.status, 200),
          expected('the answer', await answer.json(), { status: 'ok' }),
          headersOf(answer, {
            'content-security-policy': /default-src 'none'/,
            'x-content-type-options': /^nosniff$/,
            'cache-control': /no-store/,
          }),
          strictTransport(answer),
        );
      },
    },
    {
      name: 'nobody is signed in without a session',
      run: async () => refused(await ask(at('/api/session')), 401, 'unauthorized'),
    },
    {
      name: 'what another site sends is refused',
      run: async () =>
        refused(
          await ask(at('/api/auth/sign-in'), {
            method: 'POST',
            headers: { ...json, origin: 'https://other.example', 'sec-fetch-site': 'cross-site' },
            body: '{}',
          }),
          403,
          'cross-site',
        ),
    },
    {
      name: 'passkeys are asked for by this very host',
      run: async () => {
        const answer = await ask(at('/api/auth/passkey/options'), {
          method: 'POST',
          headers: json,
          body: JSON.stringify({ email: 'nobody@example.com' }),
        });
        const body: unknown = await answer.json();
        const said = v.safeParse(optionsSchema, body);
        return first(
          expected('the status', answer.status, 200),
          said.success ? expected('rpId', said.output.options.rpId, host) : 'the answer has no options',
        );
      },
    },
    ...(url.startsWith('https:') ? edgeChecks(url) : []),
  ];
}

/** A file of the page for signing in, as a browser asks for it. */
async function hashedFile(url: string): Promise<Response> {
  const page = await (await ask(new URL('/sign-in', url))).text();
  const file = /\/_app\/immutable\/[\w./-]+\.js/.exec(page)?.[0];
  if (file === undefined) throw new Error('the page names no file of its own');
  return ask(new URL(file, url), { headers: { 'accept-encoding': 'br, gzip' } });
}

/** What only the real edge can get wrong: answering without HTTPS, or uncompressed. */
function edgeChecks(url: string): Check[] {
  const plain = (path: string) => new URL(path, url.replace('https:', 'http:'));
  return [
    {
      name: 'files are sent compressed',
      run: async () => headersOf(await hashedFile(url), { 'content-encoding': /br|gzip/ }),
    },
    {
      name: 'pages over plain HTTP lead to HTTPS',
      run: async () => {
        const answer = await ask(plain('/sign-in'));
        return first(
          answer.status >= 301 && answer.status <= 308 ? null : `the status is ${String(answer.status)}`,
          expected('the place', answer.headers.get('location'), new URL('/sign-in', url).href),
        );
      },
    },
    {
      name: 'the API refuses plain HTTP instead of redirecting, when the password would already be sent',
      run: async () => expected('the status', (await ask(plain('/api/health'))).status, 403),
    },
  ];
}
