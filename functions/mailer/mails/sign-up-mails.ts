import type { signUpRepeated } from '#events/lifecycle/sign-up-repeated.ts';
import type { signUpRequested } from '#events/lifecycle/sign-up-requested.ts';
import { hours } from '#functions/shared/clock.ts';
import { deriveCode, formatCode } from '#functions/shared/mailed-code.ts';
import { siteLink } from '../links.ts';
import {
  button,
  codeBlock,
  link,
  paragraph,
  strong,
  type Mail,
} from '#functions/shared/mail/mail-description.ts';
import type { EventOf, MailSettings } from '../mail-settings.ts';
import { factsOf, greeting, impersonalGreeting, momentAfter } from '#functions/shared/mail/wording.ts';

/** To an address that is not proven yet: the link and the same code to type. */
export function confirmSignUp(event: EventOf<typeof signUpRequested>, settings: MailSettings): Mail {
  const { email, name, timezone } = event.data;
  const { productName } = settings;
  const code = deriveCode(settings.codeSecret, 'sign-up', event.id);
  return {
    id: 'confirm-sign-up',
    to: email,
    subject: `Confirm your email address for ${productName}`,
    preheader: `One step left: confirm that this address is yours.`,
    heading: 'Confirm your email address',
    greeting: greeting(name),
    blocks: [
      paragraph(
        `Welcome to ${productName}. Please confirm that this address is yours; then you can sign in.`,
      ),
      button('Confirm email address', siteLink(settings, '/confirm', { email, code })),
      codeBlock('Or type this code on the page where you signed up:', formatCode(code)),
      paragraph(
        'Link and code work for 24 hours, until ',
        strong(momentAfter(event, 24 * hours, timezone)),
        '.',
      ),
      factsOf(event, timezone, 'discreet'),
      paragraph('If you did not sign up, do nothing: without the confirmation nobody can use this address.'),
    ],
    why: `You get this mail because somebody signed up for ${productName} with this address.`,
  };
}

/**
 * To the owner of an address with which somebody signed up once more; the page did not say that it is known. The
 * event's name is what that somebody typed, so it is not used.
 */
export function alreadyHaveAccount(event: EventOf<typeof signUpRepeated>, settings: MailSettings): Mail {
  const { email, timezone } = event.data;
  const { productName } = settings;
  return {
    id: 'already-have-account',
    to: email,
    subject: `You already have a ${productName} account`,
    preheader: 'Somebody tried to sign up with your address. Nothing has changed.',
    heading: 'You already have an account',
    greeting: impersonalGreeting,
    blocks: [
      paragraph(
        `Somebody, perhaps you, tried to sign up for ${productName} with `,
        strong(email),
        '. This address already has an account, so no second one was made and nothing has changed.',
      ),
      factsOf(event, timezone),
      button('Sign in', siteLink(settings, '/sign-in')),
      paragraph(
        'Forgotten your password? ',
        link('Set a new password', siteLink(settings, '/forgot-password')),
        '. If it was not you, there is nothing to do.',
      ),
    ],
    why: `You get this mail because your address belongs to a ${productName} account.`,
  };
}
