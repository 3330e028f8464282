import * as v from 'valibot';
import { defineOperation } from '#functions/shared/contract.ts';

export const health = defineOperation({
  id: 'health',
  summary: 'Whether the function answers and reaches its table',
  method: 'GET',
  path: '/api/health',
  function: 'account',
  access: 'public',
  status: 200,
  output: v.object({ status: v.literal('ok') }),
  reasons: [],
});

export const openapi = defineOperation({
  id: 'openapi',
  summary: 'This document: OpenAPI 3.1 of every operation',
  method: 'GET',
  path: '/api/openapi.json',
  function: 'account',
  access: 'public',
  status: 200,
  output: v.looseObject({ openapi: v.string() }),
  reasons: [],
});
