import type { LocalRoute } from './control.ts';

const links = [
  ['/', 'The site'],
  ['/__local/mail', 'Mailbox: every mail that was sent'],
  ['/__local/clock', 'Clock: the time that everything here sees'],
  ['/__local/events/samples', 'Events: the types, and a sample of each'],
  ['/api/health', 'Health'],
  ['/api/openapi.json', 'The API, as OpenAPI 3.1'],
] as const;

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Latchkey on this machine</title>
<style>
body { font: 16px/1.6 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem; color-scheme: light dark }
code { font-size: 0.9em }
</style>
</head>
<body>
<h1>Latchkey on this machine</h1>
<ul>
${links.map(([href, text]) => `<li><a href="${href}">${text}</a></li>`).join('\n')}
</ul>
<p>Move the time: <code>curl -X POST SITE/__local/clock -d '{"advance": "8d"}'</code></p>
<p>Be somewhere else: send the header <code>X-Local-Viewer-Address: 203.0.113.7</code>.</p>
</body>
</html>
`;

/** Where the local stack's own pages begin. */
export function indexRoutes(url: string): LocalRoute[] {
  const answer = () => ({
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    },
    body: page.replace('SITE', url),
  });
  return [{ method: 'GET', path: '/__local', answer }];
}
