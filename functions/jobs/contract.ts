import * as v from 'valibot';
import { defineOperation } from '#functions/shared/contract.ts';
import { idSchema } from '#functions/shared/fields.ts';
import { jobViewSchema } from '#functions/shared/job-view.ts';

export const getJob = defineOperation({
  id: 'get-job',
  summary: "How far a job is: an export of the person's own, or a data reset of a company that they own",
  method: 'GET',
  path: '/api/jobs/{id}',
  function: 'danger',
  access: 'session',
  duringDeletion: true,
  params: v.object({ id: idSchema }),
  status: 200,
  output: jobViewSchema,
  reasons: ['not-found'],
});
