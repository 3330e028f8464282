import * as v from 'valibot';
import { channels } from '#events/notifications/notification-type.ts';
import { defineOperation, type OutputOf } from '#functions/shared/contract.ts';
import { digestSchema, neverEnds, quietHoursSchema } from '#functions/shared/notifications/timing-fields.ts';
import { companyDefaultsSchema, preferencesSchema } from './documents.ts';

/** Cells that one request may change: their conditions are one write's. */
export const mostChanges = 100;

function text() {
  return v.string((issue) => (issue.received === 'undefined' ? 'required' : 'wrong-type'));
}
const typeSchema = v.pipe(text(), v.nonEmpty('required'), v.maxLength(64, 'too-long'));
const channelSchema = v.picklist(channels, (issue) =>
  issue.received === 'undefined' ? 'required' : 'invalid-choice',
);
const booleanSchema = v.boolean((issue) => (issue.received === 'undefined' ? 'required' : 'wrong-type'));

function changesOf<S extends v.GenericSchema<{ type: string; channel: string }>>(change: S) {
  return v.pipe(
    v.array(change, 'wrong-type'),
    v.maxLength(mostChanges, 'too-many'),
    // Which of two were to count?
    v.check(
      (all) => new Set(all.map(({ type, channel }) => `${type}#${channel}`)).size === all.length,
      'invalid-value',
    ),
  );
}

const preferencesInputSchema = v.object({
  /** `enabled` null: back to the default. */
  changes: v.optional(
    changesOf(
      v.object(
        {
          type: typeSchema,
          channel: channelSchema,
          enabled: v.nullable(booleanSchema),
        },
        'wrong-type',
      ),
    ),
    [],
  ),
  /** Channels to switch on or off as a whole. */
  masters: v.optional(
    v.object(
      {
        'in-app': v.optional(booleanSchema),
        email: v.optional(booleanSchema),
        push: v.optional(booleanSchema),
        sms: v.optional(booleanSchema),
      },
      'wrong-type',
    ),
    {},
  ),
  /** Null: no quiet hours. A week must have an hour that isn't quiet: whoever wants nothing switches the channels off. */
  quietHours: v.optional(
    v.nullable(
      v.pipe(
        quietHoursSchema,
        v.check((quietHours) => !neverEnds(quietHours), 'invalid-value'),
      ),
    ),
  ),
  digests: v.optional(
    v.object(
      {
        messages: v.optional(digestSchema),
        work: v.optional(digestSchema),
        billing: v.optional(digestSchema),
        company: v.optional(digestSchema),
        reports: v.optional(digestSchema),
        product: v.optional(digestSchema),
      },
      'wrong-type',
    ),
    {},
  ),
});
export type PreferencesInput = v.InferOutput<typeof preferencesInputSchema>;

export const getPreferences = defineOperation({
  id: 'get-notification-preferences',
  summary: 'Read what the person is told and how, with what decided it',
  method: 'GET',
  path: '/api/user/notification-preferences',
  function: 'account',
  access: 'session',
  status: 200,
  output: preferencesSchema,
  reasons: [],
});

export type Preferences = OutputOf<typeof getPreferences>;

export const changePreferences = defineOperation({
  id: 'change-notification-preferences',
  summary: 'Change what the person is told and how; what is left out stays, null goes back to the default',
  method: 'PATCH',
  path: '/api/user/notification-preferences',
  function: 'account',
  access: 'session',
  body: preferencesInputSchema,
  status: 204,
  reasons: ['channel-mandatory', 'locked-by-company'],
  conditional: true,
});

const companyInputSchema = v.object({
  /** `enabled` null: what the catalogue says. `locked`: no member can choose otherwise. */
  changes: v.pipe(
    changesOf(
      v.object(
        {
          type: typeSchema,
          channel: channelSchema,
          enabled: v.nullable(booleanSchema),
          locked: v.optional(booleanSchema, false),
        },
        'wrong-type',
      ),
    ),
    v.minLength(1, 'required'),
    v.check((all) => all.every(({ enabled, locked }) => enabled !== null || !locked), 'invalid-value'),
  ),
});
export type CompanyDefaultsInput = v.InferOutput<typeof companyInputSchema>;

export const getCompanyDefaults = defineOperation({
  id: 'get-notification-defaults',
  summary: "Read the company's defaults and locks of notifications",
  method: 'GET',
  path: '/api/company/notification-defaults',
  function: 'account',
  access: 'admin',
  status: 200,
  output: companyDefaultsSchema,
  reasons: [],
});

export type CompanyDefaults = OutputOf<typeof getCompanyDefaults>;

export const changeCompanyDefaults = defineOperation({
  id: 'change-notification-defaults',
  summary: "Change the company's defaults and locks of notifications; they count from the next one on",
  method: 'PATCH',
  path: '/api/company/notification-defaults',
  function: 'account',
  access: 'admin',
  body: companyInputSchema,
  status: 204,
  reasons: ['channel-mandatory'],
  conditional: true,
});
