import { expect, it } from 'vitest';

import { awsVariables } from './aws-variables.ts';

const endpoints = {
  dynamodb: 'http://127.0.0.1:1',
  cognito: 'http://127.0.0.1:2',
  ses: 'http://127.0.0.1:3',
  s3: 'http://127.0.0.1:4',
  secrets: 'http://127.0.0.1:5',
  kms: 'http://127.0.0.1:6',
};
const login = {
  AWS_PROFILE: 'work',
  AWS_ACCESS_KEY_ID: 'real',
  AWS_SECRET_ACCESS_KEY: 'real',
  AWS_SESSION_TOKEN: 'real',
};

it('leads every client to this machine, whatever somebody is logged in to', () => {
  expect(awsVariables(endpoints, { ...login, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' })).toEqual({
    AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1',
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: 'http://127.0.0.1:2',
    AWS_ENDPOINT_URL_SES: 'http://127.0.0.1:3',
    AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:4',
    AWS_ENDPOINT_URL_SECRETS_MANAGER: 'http://127.0.0.1:5',
    AWS_ENDPOINT_URL_KMS: 'http://127.0.0.1:6',
    AWS_REGION: 'us-east-1',
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: undefined,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
  });
});

it('leaves the login to a part that is replaced', () => {
  const variables = awsVariables(endpoints, {
    ...login,
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:8000',
  });
  for (const name of Object.keys(login)) expect(variables).not.toHaveProperty(name);
  expect(variables['AWS_REGION']).toBe('eu-west-1');
});

it('makes up a login where a replaced part has none', () => {
  const variables = awsVariables(endpoints, { AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9000' });
  expect(variables).toMatchObject({ AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' });
});
