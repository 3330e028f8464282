import type { FieldReason } from '#functions/shared/reasons.ts';
import { type EarlyFieldReason, learnFieldSentences } from './messages.ts';

/**
 * What one field was refused for, where forms do not find that out by themselves: imported by what does, and by the
 * first refusal of the API.
 */
const fieldSentences: Readonly<Record<Exclude<FieldReason, EarlyFieldReason>, string>> = {
  'password-too-common': 'This password is among the most common ones. Choose another',
  'password-is-personal': 'The password must not be your email address or name',
  'password-composition': 'Use upper and lower case letters, a digit and a special character',
  'password-unchanged': 'This is your password already. Choose another',
  'email-unchanged': 'This is your address already',
  'use-email-change': 'Use “Change email” for a new address',
  'invalid-ip': 'This is no IP address or network',
  'invalid-prefix': 'The part after the slash is wrong',
  'ip-leading-zeros': 'Leave out leading zeros',
  'ip-zone': 'Leave out the zone (the part after %)',
  'ip-range-too-wide': 'This would admit every address',
  'image-type': 'Use a PNG, JPEG or WebP picture',
  'image-size': 'The picture is too large',
  'image-dimensions': 'The picture has the wrong dimensions',
  'image-metadata': 'The picture carries hidden data; save it again without',
};

learnFieldSentences(fieldSentences);
