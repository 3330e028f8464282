import * as v from 'valibot';
import { defineOperation } from '#functions/shared/contract.ts';
import { idSchema, timestampSchema } from '#functions/shared/fields.ts';
import { jobViewSchema } from '#functions/shared/job-view.ts';

export const getExport = defineOperation({
  id: 'get-export',
  summary: "The person's newest export, or null; it may be under way, ready, expired or failed",
  method: 'GET',
  path: '/api/user/export',
  function: 'danger',
  access: 'session',
  duringDeletion: true,
  status: 200,
  output: v.object({ export: v.nullable(jobViewSchema) }),
  reasons: [],
});

export const requestExport = defineOperation({
  id: 'request-export',
  summary:
    'Have everything that is stored about the person packed into a zip; one under way is answered with',
  method: 'POST',
  path: '/api/user/export',
  function: 'danger',
  access: 'session',
  duringDeletion: true,
  status: 202,
  output: v.object({ jobId: v.string() }),
  reasons: [],
  limit: { calls: 60, windowSeconds: 600 },
});

export const downloadExport = defineOperation({
  id: 'download-export',
  summary: 'An address, good for a minute, that the finished export is downloaded from',
  method: 'POST',
  path: '/api/user/export/{id}/download',
  function: 'danger',
  access: 'session',
  stepUp: true,
  duringDeletion: true,
  params: v.object({ id: idSchema }),
  status: 200,
  output: v.object({ url: v.string(), expiresAt: timestampSchema }),
  reasons: ['not-found', 'export-not-ready', 'export-expired'],
});
