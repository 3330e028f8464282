import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const erasureRequested = defineEvent({
  type: 'latchkey.erasure.requested',
  version: 1,
  description:
    'A registered data owner is asked to erase, and answers with latchkey.erasure.completed. Asked again, it answers again.',
  data: v.object({
    erasureId: v.string(),
    /** Which of the registered data owners is asked: the others need not heed it. */
    owner: v.string(),
    kind: v.picklist(['account', 'data-reset']),
    /** The account to be forgotten; null for a data reset. */
    accountId: v.nullable(v.string()),
    /** Companies that go with the account, or whose data is reset. */
    companyIds: v.array(v.string()),
    /** Until when an answer is waited for, before it is asked for again. */
    answerBy: v.pipe(v.string(), v.isoTimestamp()),
  }),
});
