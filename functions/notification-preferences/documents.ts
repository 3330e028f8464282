import * as v from 'valibot';
import { channels, notificationCategories } from '#events/notifications/notification-type.ts';
import { timestampSchema } from '#functions/shared/fields.ts';
import { digestSchema, quietHoursSchema } from '#functions/shared/notifications/timing-fields.ts';

/** Something per channel; a channel that a type doesn't have is left out. */
function perChannel<S extends v.GenericSchema>(schema: S) {
  return v.object({
    'in-app': v.optional(schema),
    email: v.optional(schema),
    push: v.optional(schema),
    sms: v.optional(schema),
  });
}

/** Who decided and when, where somebody did; `by` is the name that an admin had then. */
const decisionSchema = v.object({ by: v.nullable(v.string()), at: v.nullable(timestampSchema) });

/** Of a person's grid, one row. */
const rowSchema = v.object({
  id: v.string(),
  category: v.picklist(notificationCategories),
  title: v.string(),
  description: v.string(),
  /** Channels that nobody can turn off. */
  mandatory: v.array(v.picklist(channels)),
  /** Whether the type comes through the channel as things stand. */
  effective: perChannel(v.boolean()),
  /** What decided that; a channel that is switched off as a whole is the person's doing, too. */
  source: perChannel(v.picklist(['default', 'company', 'lock', 'user'])),
  /** What the person chose themself; left out where they chose nothing. */
  choice: perChannel(v.boolean()),
  /** What applies without a choice of theirs. */
  fallback: perChannel(v.boolean()),
  decided: perChannel(decisionSchema),
});
export type PreferenceRow = v.InferOutput<typeof rowSchema>;

/** What a person is told, and how. */
export const preferencesSchema = v.object({
  /** Those that this stage offers, in the order of the grid. */
  channels: v.array(v.object({ id: v.picklist(channels), enabled: v.boolean() })),
  types: v.array(rowSchema),
  quietHours: v.nullable(quietHoursSchema),
  /** How often the mails of a category come; at once where none stands. */
  digests: v.object({
    messages: digestSchema,
    work: digestSchema,
    billing: digestSchema,
    company: digestSchema,
    reports: digestSchema,
    product: digestSchema,
  }),
  /** The person's zone, by which quiet hours and digests go. */
  timezone: v.nullable(v.string()),
  version: v.number(),
});
export type Preferences = v.InferOutput<typeof preferencesSchema>;

/** What a company decided about a cell; `enabled` is the catalogue's default where it decided nothing. */
const companyCellSchema = v.object({
  enabled: v.boolean(),
  /** The catalogue's own default. */
  catalogue: v.boolean(),
  state: v.picklist(['catalogue', 'default', 'lock', 'mandatory']),
  by: v.nullable(v.string()),
  at: v.nullable(timestampSchema),
});
export type CompanyCell = v.InferOutput<typeof companyCellSchema>;

/** What a company decided for its members. */
export const companyDefaultsSchema = v.object({
  channels: v.array(v.picklist(channels)),
  types: v.array(
    v.object({
      id: v.string(),
      category: v.picklist(notificationCategories),
      title: v.string(),
      description: v.string(),
      cells: perChannel(companyCellSchema),
    }),
  ),
  version: v.number(),
});
export type CompanyDefaults = v.InferOutput<typeof companyDefaultsSchema>;
