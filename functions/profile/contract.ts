import * as v from 'valibot';
import { defineOperation } from '#functions/shared/contract.ts';
import {
  companyNameSchema,
  emailSchema,
  nameSchema,
  phoneInputSchema,
  timezoneSchema,
} from '#functions/shared/fields.ts';

/** The profile document; its `version` is also its `ETag`. */
export const profileSchema = v.object({
  name: v.string(),
  email: v.string(),
  company: v.nullable(v.string()),
  phone: v.nullable(v.string()),
  timezone: v.nullable(v.string()),
  avatarUrl: v.nullable(v.string()),
  /** The address that a pending email change leads to. */
  pendingEmail: v.nullable(v.string()),
  version: v.number(),
  /** Whether the address can be changed here or only by support (stage setting). */
  emailChange: v.picklist(['self-service', 'support-only']),
});
export type Profile = v.InferOutput<typeof profileSchema>;

/** What a person can save on the profile form. */
export const profileInputSchema = v.object({
  name: nameSchema,
  company: companyNameSchema,
  phone: phoneInputSchema,
  timezone: timezoneSchema,
  /** Accepted when it is the current address, so that a client may send back the document it read. */
  email: v.optional(emailSchema),
});
export type ProfileInput = v.InferOutput<typeof profileInputSchema>;

export const getProfile = defineOperation({
  id: 'get-profile',
  summary: 'Read the profile',
  method: 'GET',
  path: '/api/user/profile',
  function: 'account',
  access: 'session',
  status: 200,
  output: profileSchema,
  reasons: [],
});

export const saveProfile = defineOperation({
  id: 'save-profile',
  summary: 'Save the profile; with If-Match, only when nobody changed it since',
  method: 'PUT',
  path: '/api/user/profile',
  function: 'account',
  access: 'session',
  body: profileInputSchema,
  status: 200,
  output: profileSchema,
  reasons: ['invalid-email', 'invalid-phone'],
  conditional: true,
});

export const detectTimezone = defineOperation({
  id: 'detect-timezone',
  summary: "Keep the browser's time zone, once, while none is stored",
  method: 'PUT',
  path: '/api/user/timezone/detected',
  function: 'account',
  access: 'session',
  body: v.object({ timezone: timezoneSchema }),
  status: 200,
  output: v.object({ timezone: v.string(), kept: v.boolean() }),
  reasons: [],
});
