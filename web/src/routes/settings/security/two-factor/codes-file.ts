import { productName } from '#lib/messages.ts';
import { dialogTexts as texts } from './dialog-texts.ts';

/** Recovery codes as the text file that a person keeps: what they are for, for whom, and when they were made. */
export function codesFile(codes: readonly string[], email: string, made: string): string {
  return [
    texts.fileTitle(productName),
    texts.fileFor(email),
    texts.fileMade(made),
    '',
    ...codes.map((code, index) => `${String(index + 1).padStart(2)}. ${code}`),
    '',
    texts.fileText,
    '',
  ].join('\r\n');
}
