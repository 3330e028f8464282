import * as v from 'valibot';
import { timestampSchema } from '#functions/shared/fields.ts';
import { ipModeSchema, ipScopeSchema } from '#functions/shared/ip/policy.ts';

/** What the server did to an entry, by its place in what was sent (from 0), so that a page can say so. */
const changesSchema = v.array(
  v.object({
    line: v.number(),
    /** Written differently; the same as another line; within another line's network. */
    kind: v.picklist(['normalised', 'duplicate', 'covered']),
    from: v.string(),
    to: v.string(),
  }),
);

/** The person's own list. */
export const ownListSchema = v.object({
  /** `203.0.113.0/24 # office`, normalised. */
  entries: v.array(v.string()),
  /** What the entries come to: merged and in order. Empty: no restriction. */
  ranges: v.array(v.string()),
  version: v.number(),
  /** The address that the server sees the caller at. */
  yourAddress: v.string(),
  changes: changesSchema,
});
export type OwnList = v.InferOutput<typeof ownListSchema>;

/** A company's restrictions. */
export const companyListSchema = v.object({
  mode: ipModeSchema,
  scope: ipScopeSchema,
  entries: v.array(
    v.object({
      cidr: v.string(),
      label: v.nullable(v.string()),
      expiresAt: v.nullable(timestampSchema),
      /** The name is null once they are no member any more. */
      addedBy: v.object({ id: v.string(), name: v.nullable(v.string()) }),
      addedAt: timestampSchema,
      /** To the day; null when it has let nobody in yet. */
      lastMatchedAt: v.nullable(timestampSchema),
    }),
  ),
  /** What the entries in force come to: merged and in order. */
  ranges: v.array(v.string()),
  version: v.number(),
  /** Enforcement is on trial: it reverts at this moment unless an admin confirms it from an allowed address. */
  enforcePendingUntil: v.nullable(timestampSchema),
  /** How many seconds that is from now: the clock of whoever counts them down may be wrong. */
  enforcePendingSeconds: v.nullable(v.number()),
  yourAddress: v.string(),
  /** Whom monitoring saw at an address that is not on the list, newest first; kept for thirty days. */
  wouldHaveBlocked: v.array(
    v.object({
      accountId: v.string(),
      name: v.nullable(v.string()),
      ip: v.string(),
      /** In how many hours they were seen. */
      hours: v.number(),
      firstAt: timestampSchema,
      lastAt: timestampSchema,
    }),
  ),
  changes: changesSchema,
});
export type CompanyList = v.InferOutput<typeof companyListSchema>;
