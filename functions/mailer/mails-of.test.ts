import { expect, test } from 'vitest';
import type { Envelope } from '#events/envelope.ts';
import { lifecycleEvents } from '#events/lifecycle/catalogue.ts';
import { sampleEnvelope } from '#events/samples.ts';
import { codeMatches, formatCode, parseLinkToken, type CodePurpose } from '#functions/shared/mailed-code.ts';
import { mailsOf } from './mails-of.ts';
import { renderMail, type RenderedMail } from '#functions/shared/mail/render-mail.ts';

const settings = {
  siteUrl: 'https://account.example.com',
  productName: 'Acme',
  supportEmail: 'help@example.com',
  codeSecret: 'a secret of the test',
};
const [ada, newAda] = ['ada.lovelace@example.com', 'ada@analytical-engines.example'];
const grace = 'grace.hopper@example.com';

function sample(type: string, data: Record<string, unknown> = {}): Envelope {
  const envelope = sampleEnvelope(`latchkey.${type}`);
  return { ...envelope, data: { ...envelope.data, ...data } };
}

function render(envelope: Envelope, id: string): RenderedMail {
  const mail = mailsOf(envelope, settings).find((one) => one.id === id);
  if (mail === undefined) throw new Error(`The event sends no mail ${id}`);
  return renderMail(mail, settings);
}

function urlsIn(rendered: RenderedMail): URL[] {
  return [...rendered.text.matchAll(/https?:\/\/[^\s)]+/g)].map(([url]) => new URL(url));
}

function linkTo(rendered: RenderedMail, path: string): URL {
  const url = urlsIn(rendered).find(({ pathname }) => pathname === path);
  if (url === undefined) throw new Error(`The mail has no link to ${path}`);
  return url;
}

const recipients: [type: string, mails: [id: string, to: string][]][] = [
  ['account.created', []],
  ['account.sign-up-repeated', [['already-have-account', ada]]],
  ['account.sign-up-requested', [['confirm-sign-up', ada]]],
  ['company.created', []],
  ['company.ip-allowlist-changed', []],
  [
    'company.ip-break-glass-used',
    [
      ['ip-break-glass-used-0', ada],
      ['ip-break-glass-used-1', grace],
    ],
  ],
  [
    'company.ip-enforcement-began',
    [
      ['ip-enforcement-began-0', ada],
      ['ip-enforcement-began-1', grace],
    ],
  ],
  ['company.ip-enforcement-confirmed', []],
  [
    'company.ip-enforcement-reverted',
    [
      ['ip-enforcement-reverted-0', ada],
      ['ip-enforcement-reverted-1', grace],
    ],
  ],
  ['company.ip-would-have-blocked', []],
  ['ip-allowlist.changed', []],
  ['security.address-refused', [['address-refused', ada]]],
  ['company.deleted', []],
  // Whoever is in it is told by a notification, which mails it, too.
  ['company.deletion-scheduled', []],
  ['company.deletion-cancelled', []],
  ['export.completed', [['export-ready', ada]]],
  ['export.downloaded', []],
  ['export.failed', []],
  ['export.requested', []],
  ['records.reset-completed', []],
  ['records.reset-requested', []],
  ['company.renamed', []],
  ['email.change-cancelled', [['address-change-cancelled', ada]]],
  [
    'email.change-requested',
    [
      ['confirm-new-address', newAda],
      ['address-change-pending', ada],
    ],
  ],
  [
    'email.changed',
    [
      ['address-changed-old', ada],
      ['address-changed-new', newAda],
    ],
  ],
  [
    'email.reverted',
    [
      ['address-restored', ada],
      ['address-abandoned', newAda],
    ],
  ],
  ['deletion.cancelled', [['deletion-cancelled', ada]]],
  ['deletion.completed', [['deletion-completed', ada]]],
  ['deletion.reminded', [['deletion-reminder', ada]]],
  ['deletion.scheduled', [['deletion-scheduled', ada]]],
  ['email.problem-cleared', [['address-tried-again', ada]]],
  ['email.problem-found', []],
  ['erasure.requested', []],
  ['notification.refused', []],
  ['notification.resubscribed', []],
  ['notification.unsubscribed', []],
  ['phone.confirmation-removed', []],
  ['phone.confirmation-requested', []],
  ['phone.confirmed', []],
  ['push.subscribed', []],
  ['push.renewed', []],
  ['push.unsubscribed', []],
  ['report.due', []],
  ['integration.connected', []],
  ['integration.disconnected', []],
  ['integration.rotated', []],
  ['integration.tested', []],
  ['passkey.added', [['passkey-added', ada]]],
  ['passkey.removed', [['passkey-removed', ada]]],
  ['passkey.renamed', []],
  ['member.invitation-revoked', []],
  ['member.invited', [['invitation', 'grace.hopper@example.com']]],
  ['member.joined', []],
  ['member.left', []],
  ['member.removed', [['membership-ended', ada]]],
  ['member.role-changed', [['role-changed', ada]]],
  ['password.reset', [['password-was-reset', ada]]],
  ['password.reset-requested', [['reset-password', ada]]],
  ['profile.changed', []],
  ['recovery.cancelled', [['recovery-cancelled', ada]]],
  ['recovery.completed', [['recovery-completed', ada]]],
  ['recovery.requested', [['recovery-link', ada]]],
  ['recovery.started', [['recovery-waits', ada]]],
  ['password.changed', [['password-was-changed', ada]]],
  ['security.activity-disowned', []],
  ['security.proof-refused', [['proof-refused', ada]]],
  ['session.company-switched', []],
  ['session.ended', []],
  ['session.identity-proven', []],
  ['company.notifications-changed', []],
  ['preferences.changed', []],
  ['session.others-ended', []],
  ['session.timeout-changed', []],
  ['session.started', [['new-sign-in', ada]]],
  ['two-factor.disabled', [['two-factor-disabled', ada]]],
  ['two-factor.enabled', [['two-factor-enabled', ada]]],
  ['two-factor.recovery-code-used', [['recovery-code-used', ada]]],
  ['two-factor.recovery-codes-regenerated', [['recovery-codes-regenerated', ada]]],
  ['support.acted', [['support-acted', ada]]],
  ['support.mail-resent', [['password-was-reset', ada]]],
];
const everyMail = recipients.flatMap(([type, mails]) => mails.map(([id]) => [type, id] as const));

test.each(recipients)('%s mails exactly whom it should', (type, mails) => {
  const sent = mailsOf(sample(type), settings).map(({ id, to }) => [id, to]);
  expect(sent).toEqual(mails);
});

test('the table above has every event', () => {
  const types = recipients.map(([type]) => `latchkey.${type}`);
  expect(types.toSorted()).toEqual(lifecycleEvents.map(({ type }) => type).toSorted());
});

test('a type from elsewhere sends no mail', () => {
  expect(mailsOf({ ...sample('password.reset'), type: 'latchkey.unknown.type' }, settings)).toEqual([]);
});

test('a sign-in from a known browser sends no mail', () => {
  expect(mailsOf(sample('session.started', { newBrowser: false }), settings)).toEqual([]);
});

test.each([[[ada, newAda]], [{ address: ada }], [null], [undefined], [7]])(
  'an address that is %j is refused (CVE-2023-7028)',
  (email) => {
    expect(() => mailsOf(sample('password.reset-requested', { email }), settings)).toThrow();
  },
);

test('the sign-up mail carries the same code as link and in type', () => {
  const envelope = sample('account.sign-up-requested', { email: 'a+b@example.com' });
  const rendered = render(envelope, 'confirm-sign-up');
  const link = linkTo(rendered, '/confirm');
  const code = link.searchParams.get('code') ?? '';
  expect(codeMatches([settings.codeSecret], 'sign-up', envelope.id, code)).toBe(true);
  expect(link.searchParams.get('email')).toBe('a+b@example.com');
  expect(rendered.text).toContain(formatCode(code));
  expect(rendered.html).toContain(formatCode(code));
});

test.each(['forgotten', 'email-reverted', 'disowned'])(
  'the reset mail carries a code of its event (%s)',
  (cause) => {
    const envelope = sample('password.reset-requested', { cause });
    const link = linkTo(render(envelope, 'reset-password'), '/reset-password');
    const code = link.searchParams.get('code') ?? '';
    expect(codeMatches([settings.codeSecret], 'password-reset', envelope.id, code)).toBe(true);
    expect(link.searchParams.get('email')).toBe(ada);
  },
);

test('a completed recovery carries the code of a password reset', () => {
  const envelope = sample('recovery.completed');
  const link = linkTo(render(envelope, 'recovery-completed'), '/reset-password');
  const code = link.searchParams.get('code') ?? '';
  expect(codeMatches([settings.codeSecret], 'password-reset', envelope.id, code)).toBe(true);
});

test('support that only looked at an account sends no mail', () => {
  expect(mailsOf(sample('support.acted', { action: 'viewed' }), settings)).toEqual([]);
});

test('a mail that is sent again carries the same code', () => {
  const first = sample('recovery.started');
  const again = sample('support.mail-resent', { event: first });
  expect(mailsOf(again, settings)).toEqual(mailsOf(first, settings));
});

test('without two-factor there is no recovery to start: the mail leads to a new password', () => {
  const mail = render(sample('recovery.requested', { twoFactor: false }), 'recovery-not-needed');
  expect(urlsIn(mail).map(({ pathname }) => pathname)).toContain('/forgot-password');
  expect(mail.text).not.toContain('/recovery/start');
});

test('a reset after a restored address says so', () => {
  const reset = render(sample('password.reset-requested', { cause: 'email-reverted' }), 'reset-password');
  expect(reset.text).toContain('You restored the email address');
  expect(render(sample('password.reset-requested'), 'reset-password').text).not.toContain('restored');
});

test.each<[string, string, string, CodePurpose]>([
  ['email.change-requested', 'confirm-new-address', '/email-change/confirm', 'email-change-confirm'],
  ['email.change-requested', 'address-change-pending', '/email-change/cancel', 'email-change-cancel'],
  ['email.changed', 'address-changed-old', '/email-change/revert', 'email-change-revert'],
  ['recovery.requested', 'recovery-link', '/recovery/start', 'recovery-start'],
  ['recovery.started', 'recovery-waits', '/recovery/cancel', 'recovery-cancel'],
])('%s: the mail %s carries its token', (type, id, path, purpose) => {
  const envelope = sample(type);
  const token = parseLinkToken(linkTo(render(envelope, id), path).searchParams.get('token') ?? '');
  expect(token).toMatchObject({ accountId: envelope.accountId, eventId: envelope.id });
  expect(codeMatches([settings.codeSecret], purpose, envelope.id, token?.code ?? '')).toBe(true);
});

test.each(everyMail)('%s: every link of %s is absolute, on the site, and in both parts', (type, id) => {
  const rendered = render(sample(type), id);
  const urls = urlsIn(rendered);
  expect(urls.length).toBeGreaterThan(0);
  for (const url of urls) expect(url.origin).toBe(settings.siteUrl);
  const hrefs = [...rendered.html.matchAll(/href="([^"]*)"/g)].map(([, href]) =>
    (href ?? '').replaceAll('&amp;', '&'),
  );
  const inHtml = new Set(
    hrefs.filter((href) => !href.startsWith('mailto:')).map((href) => new URL(href).href),
  );
  expect(new Set(urls.map(({ href }) => href))).toEqual(inHtml);
});

const toStrangers = ['invitation', 'confirm-sign-up', 'confirm-new-address', 'address-abandoned'];
const notices = everyMail.filter(([, id]) => !toStrangers.includes(id));

test.each(notices)('%s: %s says when, from which device and which address', (type, id) => {
  const envelope = sample(type);
  const { text, html } = render(envelope, id);
  for (const part of [text, html]) {
    expect(part).toMatch(/12 October 2026 at 14:\d\d CEST \(Europe\/Berlin\)/);
    // What support or the clock did came from no device.
    if (envelope.origin === null) continue;
    expect(part).toContain(`${envelope.origin.browser} on ${envelope.origin.os}`);
    expect(part).toContain(envelope.origin.ip);
  }
});

test.each(everyMail.filter(([, id]) => toStrangers.includes(id)))(
  '%s: %s, which a stranger may get, tells no network address',
  (type, id) => {
    const envelope = sample(type);
    const { text, html } = render(envelope, id);
    for (const part of [text, html]) expect(part).not.toContain(envelope.origin?.ip);
  },
);

test('the mail to a new address names neither the person nor the old address', () => {
  const { text, html } = render(sample('email.change-requested'), 'confirm-new-address');
  for (const part of [text, html]) expect(part).not.toMatch(/Ada Lovelace|ada\.lovelace@/);
});

test('the mail to the abandoned address tells nothing of the person', () => {
  const { text, html } = render(sample('email.reverted'), 'address-abandoned');
  for (const part of [text, html]) expect(part).not.toMatch(/Lovelace|ada\.lovelace@|Firefox|Berlin/);
});

test('whoever repeats a sign-up cannot put words into the mail to the owner', () => {
  const { text, html } = render(
    sample('account.sign-up-repeated', { name: 'Call us now' }),
    'already-have-account',
  );
  for (const part of [text, html]) expect(part).not.toContain('Call us now');
});

test.each([
  ['session.started', 'new-sign-in'],
  ['password.changed', 'password-was-changed'],
])('%s: the notice carries the way out', (type, id) => {
  const envelope = sample(type);
  const rendered = render(envelope, id);
  expect(rendered.text).toMatch(/This wasn’t me:\nhttps:\/\/account\.example\.com\/not-me\?token=/);
  const token = parseLinkToken(linkTo(rendered, '/not-me').searchParams.get('token') ?? '');
  expect(token).toMatchObject({ accountId: envelope.accountId, eventId: envelope.id });
  expect(codeMatches([settings.codeSecret], 'not-me', envelope.id, token?.code ?? '')).toBe(true);
});
