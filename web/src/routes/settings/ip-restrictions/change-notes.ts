import type { LineMessage } from '#lib/ip/ip-lines.ts';
import { lineTexts as texts } from '#lib/ip/line-texts.ts';
import type { CompanyList } from './draft.ts';

/** What the server did to entries, as the page says it; `sent` are the texts that it was sent, in their order. */
export function notesOf(changes: CompanyList['changes'], sent: readonly string[]): LineMessage[] {
  return changes.map(({ line, kind, from, to }) => ({
    line: line + 1,
    text: from,
    message: {
      normalised: texts.keptAs(to),
      duplicate: texts.sameAs(sent.indexOf(to) + 1),
      covered: texts.within(to),
    }[kind],
  }));
}
