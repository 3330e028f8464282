import { defineOperation } from '#functions/shared/contract.ts';

export const clearEmailProblem = defineOperation({
  id: 'clear-email-problem',
  summary: 'Have the address tried again, after mail to it bounced or was called spam',
  method: 'DELETE',
  path: '/api/user/email-problem',
  function: 'channels',
  access: 'session',
  stepUp: true,
  status: 204,
  reasons: [],
});
