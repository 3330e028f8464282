import { createHash } from 'node:crypto';

import { expect, it } from 'vitest';

import type { StoredMail } from '../ses/stored-mail.ts';
import type { Letter } from './letters.ts';
import { mailboxRoutes } from './mailbox-routes.ts';

function mail(sequence: number, given: Partial<StoredMail> = {}): StoredMail {
  return {
    id: `id-${sequence}`,
    sequence,
    sentAt: '2026-05-12T12:00:00.000Z',
    from: 'Latchkey <no-reply@example.com>',
    to: ['ada@example.com'],
    subject: `Mail ${sequence}`,
    text: 'See https://example.com/confirm?a=1&b=2 soon.',
    html: '<html><head><title>t</title></head><body><a href="/x">link</a></body></html>',
    headers: [
      { name: 'Subject', value: `Mail ${sequence}` },
      { name: 'Received', value: 'one' },
      { name: 'Received', value: 'two' },
    ],
    configurationSet: 'security',
    tags: { mail: 'confirm' },
    ...given,
  };
}

function setup(mails: StoredMail[], previews?: () => Promise<Letter[]>) {
  const messages = ({ to }: { to?: string } = {}) =>
    mails.filter((one) => to === undefined || one.to.includes(to.toLowerCase()));
  const routes = mailboxRoutes({ ses: { messages }, ...(previews ? { previews } : {}) });
  const get = async (url: string, accept = 'text/html,*/*') => {
    const [path = '', query] = url.split('?');
    const route = routes.find((one) => one.path === path);
    const answer = await route?.answer({
      method: 'GET',
      path,
      query: new URLSearchParams(query),
      headers: { accept },
      body: Buffer.alloc(0),
    });
    return { status: answer?.status, headers: answer?.headers ?? {}, body: String(answer?.body) };
  };
  return { get };
}

it.each(['application/json', '*/*'])(
  'gives a program the mails as JSON, newest first (Accept: %s)',
  async (accept) => {
    const { get } = setup([mail(2), mail(1, { to: ['bob@example.com'] })]);
    const { body, headers } = await get('/__local/mail?to=ada@example.com', accept);
    expect(headers['content-type']).toBe('application/json');
    expect(JSON.parse(body)).toEqual({
      messages: [
        {
          to: 'ada@example.com',
          from: 'Latchkey <no-reply@example.com>',
          subject: 'Mail 2',
          text: mail(2).text,
          html: mail(2).html,
          headers: { subject: 'Mail 2', received: 'one, two' },
          sentAt: '2026-05-12T12:00:00.000Z',
        },
      ],
    });
    const everything = JSON.parse((await get('/__local/mail', accept)).body);
    expect(everything.messages.map(({ subject }: { subject: string }) => subject)).toEqual([
      'Mail 2',
      'Mail 1',
    ]);
  },
);

it('escapes what a mail says', async () => {
  const evil = '"><script>alert(1)</script>';
  const { get } = setup([
    mail(1, {
      subject: evil,
      to: [`"${evil}"@example.com`],
      from: evil,
      text: evil,
      headers: [{ name: evil, value: evil }],
    }),
  ]);
  for (const view of ['html', 'text', 'headers', evil]) {
    const { body } = await get(
      `/__local/mail?${new URLSearchParams({ view, to: evil, id: 'id-1' }).toString()}`,
    );
    expect(body).not.toContain('<script>alert');
    expect(body).toContain('&lt;script&gt;alert');
  }
});

it('shows the newest mail, or the one that was chosen', async () => {
  const { get } = setup([mail(2), mail(1)]);
  const newest = (await get('/__local/mail')).body;
  expect(newest).toContain('src="/__local/mail/html?id=id-2"');
  expect(newest).not.toContain('panes chosen');
  const chosen = (await get('/__local/mail?id=id-1')).body;
  expect(chosen).toContain('src="/__local/mail/html?id=id-1"');
  expect(chosen).toContain('panes chosen');
});

it('filters by a part of an address, and says when nothing is left', async () => {
  const { get } = setup([mail(2), mail(1, { to: ['bob@example.com'] })]);
  const { body } = await get('/__local/mail?to=BOB');
  expect(body).toContain('Mail 1');
  expect(body).not.toContain('Mail 2');
  expect((await get('/__local/mail?to=carol')).body).toContain('No mail to “carol”.');
  expect((await setup([]).get('/__local/mail')).body).toContain('No mail here yet');
});

it('makes the addresses in the text part links', async () => {
  const { get } = setup([mail(1)]);
  expect((await get('/__local/mail?id=id-1&view=text')).body).toContain(
    'See <a href="https://example.com/confirm?a=1&amp;b=2">https://example.com/confirm?a=1&amp;b=2</a> soon.',
  );
});

it('shows the headers with where the mail really went', async () => {
  const { get } = setup([mail(1)]);
  const { body } = await get('/__local/mail?id=id-1&view=headers');
  expect(body).toMatch(/<dt>Delivered to<\/dt>\s*<dd>ada@example\.com<\/dd>/);
  expect(body).toMatch(/<dt>Configuration set<\/dt>\s*<dd>security<\/dd>/);
  expect(body).toMatch(/<dt>Received<\/dt>\s*<dd>two<\/dd>/);
});

it.each([
  [
    '<html><head lang="en"><title>t</title></head></html>',
    '<html><head lang="en"><base target="_top"><title>t</title></head></html>',
  ],
  ['<html><body>x</body></html>', '<html><head><base target="_top"></head><body>x</body></html>'],
  ['<p>x', '<!doctype html><head><meta charset="utf-8"><base target="_top"></head><p>x'],
])('has the links of a mail open on top: %s', async (html, expected) => {
  const { get } = setup([mail(1, { html })]);
  const answer = await get('/__local/mail/html?id=id-1');
  expect(answer.body).toBe(expected);
  expect(answer.headers['content-security-policy']).toMatch(
    /sandbox allow-top-navigation-by-user-activation/,
  );
  expect(answer.headers['content-security-policy']).not.toMatch(/allow-scripts|allow-same-origin/);
});

it('allows on its page no script and no style but its own', async () => {
  const { get } = setup([mail(1)]);
  const { body, headers } = await get('/__local/mail');
  const policy = headers['content-security-policy'] ?? '';
  expect(policy).not.toContain('unsafe-inline');
  for (const [, content = ''] of body.matchAll(
    /<(?:style|script type="module")>([\s\S]*?)<\/(?:style|script)>/g,
  )) {
    expect(policy).toContain(createHash('sha256').update(content).digest('base64'));
  }
  expect(body).not.toMatch(/<[^>]+ (?:style|on\w+)=/);
});

it('lists the newest 200 and says that there are more', async () => {
  const mails = Array.from({ length: 205 }, (_, index) => mail(205 - index));
  const { body } = await setup(mails).get('/__local/mail');
  expect(body.match(/<li>/g)).toHaveLength(200);
  expect(body).toContain('5 older ones are not listed');
  expect(body).toContain('<title>Mailbox (205) · Latchkey</title>');
});

it('has a 404 for a mail that is not there', async () => {
  expect((await setup([]).get('/__local/mail/html?id=none')).status).toBe(404);
});

it('previews every template of the mailer', async () => {
  const { get } = setup([]);
  const { body } = await get('/__local/mail/previews');
  const sources = [...body.matchAll(/href="\/__local\/mail\/previews\?id=([\w.-]+)"/g)].map(([, id]) => id);
  const ids = [...new Set(sources)];
  expect(ids.length).toBeGreaterThan(9);
  for (const id of ids) {
    const answer = await get(`/__local/mail/previews/html?id=${String(id)}`);
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('<base target="_top">');
  }
});
