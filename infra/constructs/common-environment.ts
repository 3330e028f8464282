import type { FunctionsProps } from './functions.ts';

/** What every function reads that uses the table. */
export function commonEnvironment({ stage, data, siteUrl }: FunctionsProps): Record<string, string> {
  return {
    TABLE_NAME: data.table.tableName,
    SITE_URL: siteUrl,
    PRODUCT_NAME: stage.productName,
    SUPPORT_EMAIL: stage.supportEmail,
    EMAIL_CHANGE: stage.emailChange,
    PASSWORD_COMPOSITION: String(stage.passwordComposition),
    SESSION_ABSOLUTE_DAYS: String(stage.sessionAbsoluteDays),
  };
}

/** Where a function finds a service, if not in its Region: only an emulator's stage says so. */
export function serviceAt(service: 'COGNITO_IDENTITY_PROVIDER' | 'LAMBDA', endpoint: string | undefined) {
  return endpoint === undefined ? {} : { [`AWS_ENDPOINT_URL_${service}`]: endpoint };
}
