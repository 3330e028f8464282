import * as v from 'valibot';
import { defineOperation } from '#functions/shared/contract.ts';
import { companyTitleSchema, idSchema, roleSchema, timestampSchema } from '#functions/shared/fields.ts';

const companyOfAccountSchema = v.object({ id: v.string(), name: v.string(), role: roleSchema });

/** The company of the session; its `version` is also its `ETag`, `role` the caller's own. */
export const companyDocumentSchema = v.object({
  id: v.string(),
  name: v.string(),
  role: roleSchema,
  members: v.number(),
  owners: v.number(),
  createdAt: timestampSchema,
  version: v.number(),
});
export type CompanyDocument = v.InferOutput<typeof companyDocumentSchema>;

export const listCompanies = defineOperation({
  id: 'list-companies',
  summary: 'The companies that the person belongs to, by name',
  method: 'GET',
  path: '/api/companies',
  function: 'account',
  access: 'session',
  status: 200,
  output: v.object({ companies: v.array(companyOfAccountSchema) }),
  reasons: [],
});

export const createCompany = defineOperation({
  id: 'create-company',
  summary: 'Found a company; its founder is its owner. The session stays where it is',
  method: 'POST',
  path: '/api/companies',
  function: 'account',
  access: 'session',
  body: v.object({ name: companyTitleSchema }),
  status: 201,
  output: v.object({ id: v.string() }),
  reasons: [],
  limit: { calls: 60, windowSeconds: 600 },
  idempotent: true,
});

export const switchCompany = defineOperation({
  id: 'switch-company',
  summary: 'Go on in another company; the cookie changes. One that the person is not in is not found',
  method: 'POST',
  path: '/api/session/company',
  function: 'account',
  access: 'session',
  body: v.object({ companyId: idSchema }),
  status: 200,
  output: v.object({ company: companyOfAccountSchema }),
  reasons: ['not-found', 'session-rotated'],
});

export const getCompany = defineOperation({
  id: 'get-company',
  summary: 'The company of this session',
  method: 'GET',
  path: '/api/company',
  function: 'account',
  access: 'session',
  status: 200,
  output: companyDocumentSchema,
  reasons: [],
});

export const renameCompany = defineOperation({
  id: 'rename-company',
  summary: 'Rename the company; with If-Match, only when nobody changed it since',
  method: 'PATCH',
  path: '/api/company',
  function: 'account',
  access: 'admin',
  body: v.object({ name: companyTitleSchema }),
  status: 200,
  output: companyDocumentSchema,
  reasons: [],
  conditional: true,
});

export const deleteCompany = defineOperation({
  id: 'delete-company',
  summary: 'Delete the company with its memberships and invitations; the session goes on in another',
  method: 'DELETE',
  path: '/api/company',
  function: 'account',
  access: 'owner',
  stepUp: true,
  status: 204,
  reasons: ['last-company', 'session-rotated'],
});
