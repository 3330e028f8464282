import * as v from 'valibot';
import { timestampSchema } from '#functions/shared/fields.ts';
import { type RecordCategory, recordCategorySchema } from '#functions/shared/records/categories.ts';
import { type ProductRecord, recordIdSchema } from '#functions/shared/records/record.ts';

/** DynamoDB takes items of 400 kB; keys and attribute names take their share. */
const mostBytes = 380 * 1024;

const lineSchema = v.pipe(
  v.string(),
  v.check((text) => Buffer.byteLength(text) <= mostBytes, `longer than ${String(mostBytes / 1024)} kB`),
  v.parseJson(undefined, 'not JSON'),
  v.strictObject({
    category: v.picklist(recordCategorySchema.options, 'category: not one of the records store'),
    id: v.pipe(
      v.string('id: missing'),
      v.regex(recordIdSchema.pipe[1].requirement, 'id: 1 to 128 of A–Z a–z 0–9 _ . : @ -'),
    ),
    at: v.pipe(v.string('at: missing'), v.isoTimestamp('at: not a moment in ISO 8601, UTC')),
    data: v.optional(v.record(v.string(), v.unknown(), 'data: not an object'), {}),
    /** The sound of a recording. */
    audio: v.optional(v.pipe(v.string('audio: not a text'), v.base64('audio: not base64'))),
  }),
  v.check(
    ({ category, audio }) => audio === undefined || category === 'recordings',
    'audio: of recordings only',
  ),
);

/** A line of an import that was understood. */
export interface ReadLine {
  readonly category: RecordCategory;
  readonly record: ProductRecord;
  readonly audio: Uint8Array | null;
}

/** Reads one line of NDJSON; gives what is wrong with it in words. */
export function readLine(text: string): { ok: true; line: ReadLine } | { ok: false; problem: string } {
  const result = v.safeParse(lineSchema, text, { abortEarly: true });
  if (!result.success) {
    const [issue] = result.issues;
    // What the schema itself says, of a key that it does not know, is in words of its own.
    const surplus = issue.expected === 'never' ? v.getDotPath(issue) : null;
    return { ok: false, problem: surplus === null ? issue.message : `${surplus}: not expected` };
  }
  const { category, id, at, data, audio } = result.output;
  const record = { recordId: id, at: v.parse(timestampSchema, at), data };
  return {
    ok: true,
    line: { category, record, audio: audio === undefined ? null : Buffer.from(audio, 'base64') },
  };
}
