import { createHash } from 'node:crypto';

import type { LocalRoute } from '../control/control.ts';
import type { Ses } from '../ses/start-ses.ts';
import type { StoredMail } from '../ses/stored-mail.ts';
import type { StandInAnswer, StandInRequest } from '../stand-in-server.ts';
import { letterOf, loadPreviews } from './letters.ts';
import type { Letter } from './letters.ts';
import { html } from './markup.ts';
import { script } from './page-script.ts';
import { style } from './page-style.ts';
import { frameRights, renderPage, sections, titleOf, views } from './page.ts';
import type { PageModel, Section } from './page.ts';

export interface MailboxOptions {
  readonly ses: Pick<Ses, 'messages'>;
  /** Default: every template of the mailer with its sample. */
  readonly previews?: () => Promise<Letter[]>;
}

/** The routes of the mailbox: its page, the mails as JSON, the HTML of one mail, and the previews of all templates. */
export function mailboxRoutes({ ses, previews = loadPreviews }: MailboxOptions): LocalRoute[] {
  const mails = () => ses.messages().map(letterOf);
  return [
    {
      method: 'GET',
      path: sections.mail,
      answer: (request) =>
        wantsPage(request) ? page('mail', mails(), request.query) : listOf(ses, request.query.get('to')),
    },
    { method: 'GET', path: `${sections.mail}/html`, answer: ({ query }) => letterPage(mails(), query) },
    {
      method: 'GET',
      path: sections.previews,
      answer: async ({ query }) => page('previews', await previews(), query),
    },
    {
      method: 'GET',
      path: `${sections.previews}/html`,
      answer: async ({ query }) => letterPage(await previews(), query),
    },
  ];
}

/** A browser that opens the address asks for HTML; programs that don't, get JSON. */
function wantsPage({ headers }: StandInRequest): boolean {
  return headers.accept?.includes('text/html') === true;
}

function listOf(ses: Pick<Ses, 'messages'>, to: string | null): StandInAnswer {
  const found = ses.messages(to === null ? {} : { to });
  const messages = found.map(({ to: recipients, from, subject, text, html, headers, sentAt }) => ({
    to: recipients.join(', '),
    from,
    subject,
    text,
    html,
    headers: headerRecord(headers),
    sentAt,
  }));
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ messages }),
  };
}

/** Headers by lower-case name. Those that a mail has several times are joined, as HTTP does it. */
function headerRecord(headers: StoredMail['headers']): Record<string, string> {
  const record: Record<string, string> = {};
  for (const { name, value } of headers) {
    const key = name.toLowerCase();
    const before = record[key];
    record[key] = before === undefined ? value : `${before}, ${value}`;
  }
  return record;
}

/** The most that are listed. */
const listed = 200;

function page(section: Section, all: readonly Letter[], query: URLSearchParams): StandInAnswer {
  const filter = query.get('to')?.trim() ?? '';
  const id = query.get('id');
  const found = all.filter(({ label }) => label.toLowerCase().includes(filter.toLowerCase()));
  const chosen = all.find((letter) => letter.id === id);
  const selected = chosen ?? found[0];
  const view = views.find((one) => one === query.get('view')) ?? 'html';
  const model: PageModel = {
    section,
    letters: found.slice(0, listed),
    total: found.length,
    filter,
    addresses: section === 'mail' ? [...new Set(all.map(({ label }) => label))].slice(0, listed) : [],
    selected,
    chosen: chosen !== undefined,
    view: view === 'headers' && selected?.headers.length === 0 ? 'html' : view,
  };
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${titleOf(model)}</title>
        <link rel="icon" href="/favicon.svg" />
      </head>
    </html> `;
  // Neither may be escaped; both are constants.
  const assets = `<style>${style}</style>\n${section === 'mail' ? `<script type="module">${script}</script>\n` : ''}`;
  const body = `${document.text}${assets}</head>\n<body>\n${renderPage(model).text}\n</body>\n</html>\n`;
  return answer(200, body, pagePolicy);
}

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const pagePolicy = [
  "default-src 'none'",
  `script-src ${hash(script)}`,
  `style-src ${hash(style)}`,
  "img-src 'self'",
  "frame-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** For a mail's own HTML, in the frame and when somebody opens it by itself. */
const letterPolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src http: https: data:',
  "form-action 'none'",
  "frame-ancestors 'self'",
  `sandbox ${frameRights}`,
].join('; ');

function letterPage(letters: readonly Letter[], query: URLSearchParams): StandInAnswer {
  const letter = letters.find(({ id }) => id === query.get('id'));
  if (!letter)
    return answer(404, '<!doctype html><title>No such mail</title><p>There is no such mail.', letterPolicy);
  return answer(200, openingOnTop(letter.html), letterPolicy);
}

/** Has links lead to the window instead of the frame. */
function openingOnTop(document: string): string {
  const base = '<base target="_top">';
  if (/<head[\s>]/i.test(document)) return document.replace(/<head(\s[^>]*)?>/i, (head) => `${head}${base}`);
  return /<html[\s>]/i.test(document)
    ? document.replace(/<html(\s[^>]*)?>/i, (start) => `${start}<head>${base}</head>`)
    : `<!doctype html><head><meta charset="utf-8">${base}</head>${document}`;
}

function answer(status: number, body: string, policy: string): StandInAnswer {
  const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy };
  return { status, headers, body };
}
