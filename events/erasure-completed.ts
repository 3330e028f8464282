import * as v from 'valibot';

/** The `detail-type` of a data owner's answer. Its `source` is the product's own. */
export const erasureCompletedType = 'latchkey.erasure.completed';

const categorySchema = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,60}$/));
const countSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** What a data owner answers with when it has erased what it had: it goes onto the receipt as it is. */
export const erasureCompletedSchema = v.object({
  /** As it was asked. */
  erasureId: v.pipe(v.string(), v.maxLength(64)),
  owner: v.pipe(v.string(), v.maxLength(60)),
  /** What was deleted, by category; nothing is an answer, too. */
  deleted: v.pipe(v.array(v.object({ category: categorySchema, count: countSchema })), v.maxLength(50)),
  /** What is kept, on what ground, and until when (null: for good). */
  kept: v.optional(
    v.pipe(
      v.array(
        v.object({
          category: categorySchema,
          count: v.nullable(countSchema),
          ground: v.picklist(['legal-obligation', 'rights-of-others', 'anonymous', 'backup']),
          until: v.nullable(v.pipe(v.string(), v.isoTimestamp())),
          pseudonymised: v.boolean(),
        }),
      ),
      v.maxLength(50),
    ),
    [],
  ),
});
export type ErasureCompleted = v.InferOutput<typeof erasureCompletedSchema>;

/** An answer as it could be, to try things out with. */
export const erasureCompletedSample: ErasureCompleted = {
  erasureId: '0198f1f0-6a00-7000-8000-0000000d0001',
  owner: 'crm',
  deleted: [{ category: 'contacts', count: 3 }],
  kept: [
    {
      category: 'invoices',
      count: 12,
      ground: 'legal-obligation',
      until: '2036-12-31T23:59:59.000Z',
      pseudonymised: false,
    },
  ],
};
