import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const sessionTimeoutChanged = defineEvent({
  type: 'latchkey.session.timeout-changed',
  version: 1,
  description: 'The owner chose after how many idle minutes sessions end; null is never.',
  data: v.object({ minutes: v.nullable(v.number()), earlier: v.nullable(v.number()) }),
});
