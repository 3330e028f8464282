import type { FieldReason } from '#functions/shared/reasons.ts';
import '#lib/field-sentences.ts';
import { fieldMessage } from '#lib/messages.ts';

/** The words about lines of a list of addresses. */
export const lineTexts = {
  line: (line: number): string => `Line ${line}`,
  sameAs: (line: number): string => `The same as line ${line}`,
  known: 'On the list already',
  keptAs: (cidr: string): string => `Kept as ${cidr}`,
  within: (cidr: string): string => `Within ${cidr}, so it adds nothing`,
  wrong: (count: number): string =>
    count === 1 ? 'One line is wrong. Nothing is lost:' : `${count} lines are wrong. Nothing is lost:`,
  more: (count: number): string => `and ${count} more`,
};

const own: Partial<Record<FieldReason, string>> = {
  'too-long': 'The comment has more than 80 characters',
  'invalid-value': 'The comment has characters that nobody can see',
};

/** The sentence for a line that is refused. */
export function lineSentences(reason: FieldReason): string {
  return own[reason] ?? fieldMessage('entries', reason);
}
