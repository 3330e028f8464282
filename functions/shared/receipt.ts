import * as v from 'valibot';
import { timestampSchema } from './fields.ts';

/** What there is of something: `call-logs`, `sessions`; the site has the words. */
export const countSchema = v.object({ category: v.string(), count: v.number() });
export type Count = v.InferOutput<typeof countSchema>;

/** Why something is kept: the site has the words and names the rule. */
export const groundSchema = v.picklist([
  /** A law asks that it is kept: invoices, telephony records. */
  'legal-obligation',
  /** Others rely on it: the log of a company that the person has left. */
  'rights-of-others',
  /** Nothing in it is about a person any more. */
  'anonymous',
  /** Not what was asked to be deleted: what a company goes on working with after a data reset. */
  'not-included',
  /** Copies that can't be changed, and run out by themselves. */
  'backup',
]);
export type Ground = v.InferOutput<typeof groundSchema>;

/** What outlives an erasure, on what ground, and until when (null: for good). */
export const retentionSchema = v.object({
  category: v.string(),
  /** Null where it can't be counted, or isn't yet. */
  count: v.nullable(v.number()),
  ground: groundSchema,
  until: v.nullable(timestampSchema),
  /** Without whose data it is: what names the person was replaced. */
  pseudonymised: v.boolean(),
});
export type Retention = v.InferOutput<typeof retentionSchema>;

/** What one store (a data owner) did about an erasure. */
export const storeReceiptSchema = v.object({
  store: v.string(),
  /** `unanswered`: the owner was asked again and again, and operators were told. */
  status: v.picklist(['erased', 'unanswered']),
  completedAt: v.nullable(timestampSchema),
  deleted: v.array(countSchema),
  kept: v.array(retentionSchema),
});
export type StoreReceipt = v.InferOutput<typeof storeReceiptSchema>;

/** 26 characters of 5 bits each, as mailed: in groups of five, typed in any case. */
export const receiptNumberSchema = v.pipe(
  v.string('required'),
  v.maxLength(64, 'too-long'),
  v.transform((value) => value.replaceAll(/[\s-]/g, '').toUpperCase()),
  v.regex(/^[0-9A-HJKMNP-TV-Z]{26}$/, 'invalid-code'),
);

/** What an erasure did, store by store. It names nobody, and outlives what it tells of. */
export const receiptSchema = v.object({
  number: v.string(),
  kind: v.picklist(['account', 'data-reset']),
  /** `incomplete`: everything was tried, and a store did not answer. */
  status: v.picklist(['running', 'completed', 'incomplete']),
  requestedAt: timestampSchema,
  startedAt: timestampSchema,
  completedAt: v.nullable(timestampSchema),
  /** Until when this receipt can be read. */
  keptUntil: timestampSchema,
  stores: v.array(storeReceiptSchema),
});
export type Receipt = v.InferOutput<typeof receiptSchema>;
