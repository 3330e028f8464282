import * as v from 'valibot';
import { defineOperation } from '#functions/shared/contract.ts';
import { timestampSchema } from '#functions/shared/fields.ts';
import { parseCidr, splitComment } from '#functions/shared/ip/cidr.ts';
import { ipModeSchema, ipScopeSchema } from '#functions/shared/ip/policy.ts';
import { companyListSchema, ownListSchema } from './documents.ts';
import { entryInputSchema, lineSchema, mostCompanyEntries, mostOwnEntries, text } from './entry-contract.ts';

export const getOwnList = defineOperation({
  id: 'get-own-ip-allowlist',
  summary: "Read the person's own list of allowed addresses",
  method: 'GET',
  path: '/api/user/ip-allowlist',
  function: 'account',
  access: 'session',
  status: 200,
  output: ownListSchema,
  reasons: [],
});

const ownListInputSchema = v.object({
  entries: v.pipe(
    v.array(lineSchema, 'wrong-type'),
    v.maxLength(1000, 'too-many'),
    v.check(
      (lines) => lines.filter((line) => splitComment(line).address !== '').length <= mostOwnEntries,
      'too-many',
    ),
  ),
});

export const saveOwnList = defineOperation({
  id: 'save-own-ip-allowlist',
  summary: "Save the person's own list; an empty one lifts the restriction",
  method: 'PUT',
  path: '/api/user/ip-allowlist',
  function: 'account',
  access: 'session',
  stepUp: true,
  body: ownListInputSchema,
  status: 200,
  output: ownListSchema,
  reasons: ['would-lock-you-out'],
  conditional: true,
});

export const getCompanyList = defineOperation({
  id: 'get-company-ip-allowlist',
  summary: "Read the company's IP restrictions, with what monitoring saw",
  method: 'GET',
  path: '/api/company/ip-allowlist',
  function: 'account',
  access: 'admin',
  status: 200,
  output: companyListSchema,
  reasons: [],
});

export const companyListInputSchema = v.object({
  mode: ipModeSchema,
  scope: ipScopeSchema,
  entries: v.pipe(v.array(entryInputSchema, 'wrong-type'), v.maxLength(mostCompanyEntries, 'too-many')),
});
export type CompanyListInput = v.InferOutput<typeof companyListInputSchema>;

export const saveCompanyList = defineOperation({
  id: 'save-company-ip-allowlist',
  summary: "Save the company's IP restrictions; to enforce them has to be confirmed within ten minutes",
  method: 'PUT',
  path: '/api/company/ip-allowlist',
  function: 'account',
  access: 'admin',
  stepUp: true,
  body: companyListInputSchema,
  maxBodyBytes: 2 * 1024 * 1024,
  status: 200,
  output: companyListSchema,
  reasons: ['would-lock-you-out'],
  conditional: true,
});

export const checkAddress = defineOperation({
  id: 'check-company-ip-allowlist',
  summary: "Whether an address would pass the company's list, enforced or not, and by which entry",
  method: 'POST',
  path: '/api/company/ip-allowlist/check',
  function: 'account',
  access: 'admin',
  body: v.object({
    ip: v.pipe(
      text(),
      v.trim(),
      v.nonEmpty('required'),
      v.check((ip) => !ip.includes('/') && typeof parseCidr(ip) !== 'string', 'invalid-ip'),
    ),
  }),
  status: 200,
  output: v.object({
    allowed: v.boolean(),
    /** The narrowest entry that holds it. */
    matchedBy: v.nullable(
      v.object({ cidr: v.string(), label: v.nullable(v.string()), expiresAt: v.nullable(timestampSchema) }),
    ),
  }),
  reasons: [],
});

export const confirmEnforcement = defineOperation({
  id: 'confirm-company-ip-allowlist',
  summary: 'Confirm from an allowed address that the restrictions are enforced; repeating it succeeds',
  method: 'POST',
  path: '/api/company/ip-allowlist/confirm',
  function: 'account',
  access: 'admin',
  status: 200,
  output: companyListSchema,
  reasons: ['enforcement-ended'],
});
