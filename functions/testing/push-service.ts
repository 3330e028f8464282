import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { importJWK, type JWK, jwtVerify } from 'jose';

/** What a browser's push service got and its browser made of it. */
export interface ReceivedPush {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Decrypted as RFC 8291 says. */
  readonly message: unknown;
  /** The claims of the signature, proven under the key that it came with (RFC 8292). */
  readonly claims: Readonly<Record<string, unknown>>;
  readonly serverKey: string;
}

/** A browser with a subscription: the keys are its own, nobody but it can read what is sent to it. */
function subscribe(origin: string, name: string) {
  const keys = createECDH('prime256v1');
  keys.generateKeys();
  const auth = randomBytes(16);
  return {
    keys,
    auth,
    endpoint: `${origin}/send/${name}`,
    body: {
      endpoint: `${origin}/send/${name}`,
      p256dh: keys.getPublicKey('base64url', 'uncompressed'),
      auth: auth.toString('base64url'),
    },
  };
}

type Browser = ReturnType<typeof subscribe>;

/** Reads an `aes128gcm` body (RFC 8188) with a browser's keys (RFC 8291 §3.4); throws for what was not meant for it. */
function decrypt({ keys, auth }: Browser, body: Buffer): string {
  const salt = body.subarray(0, 16);
  const idLength = body[20] ?? 0;
  const sender = body.subarray(21, 21 + idLength);
  const sealed = body.subarray(21 + idLength);
  const shared = keys.computeSecret(sender);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), keys.getPublicKey(), sender]);
  const material = Buffer.from(hkdfSync('sha256', shared, auth, info, 32));
  const derive = (label: string, length: number) =>
    Buffer.from(hkdfSync('sha256', material, salt, Buffer.from(`Content-Encoding: ${label}\0`), length));
  const decipher = createDecipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12));
  decipher.setAuthTag(sealed.subarray(-16));
  const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  return padded.subarray(0, padded.lastIndexOf(2)).toString('utf8');
}

/** Proves the signature of a request as push services do. */
async function verify(authorization: string, origin: string) {
  const [, token = '', serverKey = ''] = /^vapid t=([^,]+), ?k=(.+)$/.exec(authorization) ?? [];
  const point = Buffer.from(serverKey, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
  const key = await importJWK({ kty: 'EC', crv: 'P-256', x, y } as JWK, 'ES256');
  const { payload } = await jwtVerify(token, key, { audience: origin });
  return { claims: { ...payload }, serverKey };
}

/** Starts a push service on loopback that takes, proves and decrypts messages; `answerWith` makes it answer otherwise. */
export async function startPushService() {
  const browsers = new Map<string, Browser>();
  const received: ReceivedPush[] = [];
  const statuses = new Map<string, number | 'drop'>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '';
      const status = statuses.get(path) ?? 201;
      if (status === 'drop') {
        request.socket.destroy();
        return;
      }
      const browser = browsers.get(path);
      if (browser === undefined || status !== 201) {
        response.writeHead(browser === undefined ? 404 : status).end();
        return;
      }
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      );
      verify(headers['authorization'] ?? '', origin).then(
        ({ claims, serverKey }) => {
          const message: unknown = JSON.parse(decrypt(browser, Buffer.concat(chunks)));
          received.push({ path, headers, message, claims, serverKey });
          response.writeHead(201).end();
        },
        () => response.writeHead(403).end(),
      );
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    received,
    /** A new browser's subscription, in the form that the API takes. */
    browser: (name: string) => {
      const browser = subscribe(origin, name);
      browsers.set(`/send/${name}`, browser);
      return browser.body;
    },
    answerWith: (name: string, status: number | 'drop') => statuses.set(`/send/${name}`, status),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
