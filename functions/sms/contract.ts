import * as v from 'valibot';
import { defineOperation } from '#functions/shared/contract.ts';
import { timestampSchema } from '#functions/shared/fields.ts';

/** The code of a text message: six digits, typed with or without spaces. */
const phoneCodeSchema = v.pipe(
  v.string((issue) =>
    issue.received === 'undefined' || issue.received === 'null' ? 'required' : 'wrong-type',
  ),
  v.transform((value) => value.replaceAll(/[\s-]/g, '')),
  v.nonEmpty('required'),
  v.regex(/^\d{6}$/, 'invalid-code'),
);

export const requestPhoneCode = defineOperation({
  id: 'request-phone-code',
  summary: 'Send a code to the phone number of the profile, to confirm it for text messages',
  method: 'POST',
  path: '/api/user/phone-confirmation',
  function: 'channels',
  access: 'session',
  status: 202,
  output: v.object({ expiresAt: timestampSchema }),
  reasons: ['sms-not-offered', 'phone-missing', 'phone-not-served', 'phone-confirmed', 'sms-refused'],
  limit: { calls: 20, windowSeconds: 3600 },
});

export const confirmPhone = defineOperation({
  id: 'confirm-phone',
  summary: 'Confirm the phone number by the code that was sent to it',
  method: 'POST',
  path: '/api/user/phone-confirmation/confirm',
  function: 'channels',
  access: 'session',
  body: v.object({ code: phoneCodeSchema }),
  status: 204,
  reasons: ['wrong-code', 'code-expired'],
  limit: { calls: 60, windowSeconds: 600 },
});

export const removePhoneConfirmation = defineOperation({
  id: 'remove-phone-confirmation',
  summary: 'Have no more text messages sent',
  method: 'DELETE',
  path: '/api/user/phone-confirmation',
  function: 'channels',
  access: 'session',
  status: 204,
  reasons: [],
});
