import * as v from 'valibot';
import { defineOperation } from '#functions/shared/contract.ts';
import { timestampSchema } from '#functions/shared/fields.ts';
import { providers, providerSchemas } from './provider-contract.ts';

/** The version of an integration that is not there: `If-Match: "none"` connects only what is not connected. */
export const noVersion = 'none';

/**
 * What a test found. `format-only`: the stage allows no calls outside, so only the form was looked at.
 * `unreadable`: the stored credentials can't be decrypted and have to be entered anew.
 */
const testReasons = [
  'format-only',
  'accepted',
  'host-found',
  'refused',
  'provider-unavailable',
  'host-unknown',
  'host-not-public',
  'unreadable',
] as const;

const testResultSchema = v.object({
  ok: v.boolean(),
  reason: v.picklist(testReasons),
  testedAt: timestampSchema,
});
export type TestResult = v.InferOutput<typeof testResultSchema>;

/** One provider of a company as its admins see it; `version` is also its `ETag`. */
export const integrationSchema = v.object({
  provider: v.picklist(providers),
  connected: v.boolean(),
  version: v.string(),
  /** What is set: settings as they are, ids by their last four characters, secrets as null. */
  fields: v.record(v.string(), v.nullable(v.string())),
  connectedAt: v.nullable(timestampSchema),
  rotatedAt: v.nullable(timestampSchema),
  lastTest: v.nullable(testResultSchema),
});
export type IntegrationView = v.InferOutput<typeof integrationSchema>;

const admin = { function: 'integrations', access: 'admin' } as const;
const ofProvider = { ...admin, params: v.object({ provider: v.picklist(providers, 'invalid-choice') }) };

export const listIntegrations = defineOperation({
  ...admin,
  id: 'list-integrations',
  summary: 'The telephony providers of the company, connected or not, without any secret',
  method: 'GET',
  path: '/api/company/integrations',
  status: 200,
  output: v.object({
    /** Whether a test calls the provider, or only looks at the form (stage setting). */
    tests: v.picklist(['live', 'format']),
    integrations: v.array(integrationSchema),
  }),
  reasons: [],
});

const connect = {
  ...admin,
  method: 'PUT',
  stepUp: true,
  status: 200,
  output: integrationSchema,
  reasons: [],
  conditional: true,
  limit: { calls: 60, windowSeconds: 600 },
} as const;

/** A path for each provider, since each takes fields of its own. */
export const connectTwilio = defineOperation({
  ...connect,
  id: 'connect-twilio',
  summary: 'Connect Twilio, or replace its credentials as a whole',
  path: '/api/company/integrations/twilio',
  body: providerSchemas.twilio,
});

export const connectTelnyx = defineOperation({
  ...connect,
  id: 'connect-telnyx',
  summary: 'Connect Telnyx, or replace its credentials as a whole',
  path: '/api/company/integrations/telnyx',
  body: providerSchemas.telnyx,
});

export const connectPlivo = defineOperation({
  ...connect,
  id: 'connect-plivo',
  summary: 'Connect Plivo, or replace its credentials as a whole',
  path: '/api/company/integrations/plivo',
  body: providerSchemas.plivo,
});

export const connectByoc = defineOperation({
  ...connect,
  id: 'connect-byoc',
  summary: 'Connect a SIP carrier of your own, or replace its credentials as a whole',
  path: '/api/company/integrations/byoc',
  body: providerSchemas.byoc,
});

export const testIntegration = defineOperation({
  ...ofProvider,
  id: 'test-integration',
  summary: 'Test the stored credentials, as far as the stage allows, and keep what was found',
  method: 'POST',
  path: '/api/company/integrations/{provider}/test',
  status: 200,
  output: integrationSchema,
  reasons: ['not-found', 'changed-elsewhere'],
  limit: { calls: 30, windowSeconds: 600 },
});

export const disconnectIntegration = defineOperation({
  ...ofProvider,
  id: 'disconnect-integration',
  summary: 'Disconnect a provider: its credentials are deleted',
  method: 'DELETE',
  path: '/api/company/integrations/{provider}',
  stepUp: true,
  status: 204,
  reasons: ['not-found'],
  conditional: true,
});
