import { expect, test } from 'vitest';
import { dark, light } from '#functions/shared/mail/appearance.ts';
import { mailPreviews } from './previews.ts';
import { oneLine, renderMail } from '#functions/shared/mail/render-mail.ts';
import { paragraph, strong, type Mail } from '#functions/shared/mail/mail-description.ts';

const settings = {
  siteUrl: 'https://account.example.com',
  productName: 'Acme <b>& Sons</b>',
  supportEmail: '',
  codeSecret: 'a secret of the test',
};
const previews = mailPreviews().map(({ id, mail }) => [id, mail] as const);

function mail(parts: Partial<Mail>): Mail {
  return {
    id: 'test',
    to: 'ada@example.com',
    subject: 'Subject',
    preheader: 'Preheader',
    heading: 'Heading',
    greeting: 'Hello,',
    blocks: [],
    why: 'Because.',
    ...parts,
  };
}

test('markup in any part of a mail shows as text', () => {
  const hostile = '<img src=x onerror=alert(1)>"';
  const { html } = renderMail(
    mail({
      subject: hostile,
      preheader: hostile,
      heading: hostile,
      greeting: hostile,
      why: hostile,
      blocks: [
        paragraph(hostile, strong(hostile), { link: `https://a.example/?${hostile}`, label: hostile }),
        { kind: 'button', label: hostile, url: `https://a.example/?${hostile}` },
        { kind: 'code', label: hostile, code: hostile },
        { kind: 'facts', facts: [{ label: hostile, value: hostile }] },
      ],
    }),
    settings,
  );
  expect(html).not.toContain('<img');
  expect(html).not.toContain('<b>');
  expect(html.match(/&lt;img src=x onerror=alert\(1\)&gt;&quot;/g)).toHaveLength(17);
  expect(html).toContain('Acme &lt;b&gt;&amp; Sons&lt;/b&gt;');
});

test('a value adds no line to the subject or the text part, and is not shown backwards', () => {
  const hostile = 'Ada\r\nBcc: eve@example.com\u2028\u0000\u202Eevil';
  const { subject, text } = renderMail(
    mail({
      subject: hostile,
      greeting: `Hello ${hostile},`,
      blocks: [
        paragraph('To ', strong(hostile), '.'),
        { kind: 'facts', facts: [{ label: 'Device', value: hostile }] },
      ],
    }),
    settings,
  );
  expect(subject).toBe('Ada Bcc: eve@example.com evil');
  expect(text.split('\n')).toEqual([
    'Heading',
    '=======',
    '',
    'Hello Ada Bcc: eve@example.com evil,',
    '',
    'To Ada Bcc: eve@example.com evil.',
    '',
    'Device: Ada Bcc: eve@example.com evil',
    '',
    '----',
    'Because.',
    'Acme <b>& Sons</b> · https://account.example.com',
    '',
  ]);
});

test('a made-up device is cut', () => {
  const { text } = renderMail(
    mail({ blocks: [{ kind: 'facts', facts: [{ label: 'Device', value: 'x'.repeat(500) }] }] }),
    settings,
  );
  expect(text).toMatch(/Device: x{100}\n/);
});

test('one line keeps the spaces at its ends', () => {
  expect(oneLine(' a\tb ')).toBe(' a b ');
});

test.each(previews)('%s says the same in both parts', (_id, { html, text }) => {
  const readable = html
    .replace(/^.*<h1/s, '<h1')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll('&#39;', "'");
  const words = (part: string): string[] => part.match(/[\p{L}\p{N}’]{3,}/gu) ?? [];
  const known = new Set(words(readable));
  for (const word of words(text.replaceAll(/https?:\S+/g, ''))) expect(known).toContain(word);
});

test.each(previews)('%s is accessible and fetches nothing', (_id, { html }) => {
  expect(html).toMatch(/<html lang="en" dir="ltr">/);
  expect(html).toMatch(/<title>[^<]+<\/title>/);
  expect(html.match(/<h1/g)).toHaveLength(1);
  const dataTables = html.match(/<table(?![^>]*role="presentation")/g) ?? [];
  expect(dataTables).toHaveLength(html.includes('scope="row"') ? 1 : 0);
  expect(html).not.toMatch(/<img|<link|<script|@import|url\(|src=/);
  expect(html).toContain('<meta name="color-scheme" content="light dark" />');
  expect(html).toContain('@media (prefers-color-scheme:dark)');
  // Gmail cuts a mail at 102 kB.
  expect(Buffer.byteLength(html)).toBeLessThan(50_000);
});

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

test.each([
  ['light', light],
  ['dark', dark],
])('every text of the %s look has a contrast of 4.5 or more', (_name, look) => {
  for (const ground of [look.page, look.card]) {
    for (const colour of [look.text, look.strong, look.muted, look.link]) {
      expect(contrast(colour, ground)).toBeGreaterThanOrEqual(4.5);
    }
  }
  expect(contrast(look.onAccent, look.accent)).toBeGreaterThanOrEqual(4.5);
  expect(contrast(look.onTint, look.tint)).toBeGreaterThanOrEqual(4.5);
});
