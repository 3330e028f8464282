import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { handleBatch, type HandleBatchDeps } from '#functions/mailer/handle-batch.ts';
import { openSes, sesSender } from '#functions/shared/mail/ses-sender.ts';
import { cachedSecret, openSecrets } from '#functions/shared/aws/secrets.ts';
import { openTable } from '#functions/shared/aws/table-client.ts';
import { systemNow } from '#functions/shared/clock.ts';
import { readEnvironment, required } from '#functions/shared/environment.ts';
import { newId } from '#functions/shared/ids.ts';
import { jsonLogger } from '#functions/shared/logger.ts';

function compose(): HandleBatchDeps {
  const environment = readEnvironment(process.env);
  const codeSecrets = cachedSecret(
    required(environment.CODE_SECRET_ID, 'CODE_SECRET_ID'),
    openSecrets(),
    systemNow,
  );
  const sender = {
    siteUrl: environment.SITE_URL,
    productName: environment.PRODUCT_NAME,
    supportEmail: environment.SUPPORT_EMAIL,
    mailFrom: required(environment.MAIL_FROM, 'MAIL_FROM'),
  };
  return {
    table: openTable(environment.TABLE_NAME),
    send: sesSender(openSes(), environment.MAIL_CONFIGURATION_SET),
    settings: async () => ({ ...sender, codeSecret: (await codeSecrets())[0] }),
    now: systemNow,
    newId,
    logger: jsonLogger(),
  };
}

const deps = compose();

/** The mailer: takes events off its queue and sends the mails that they call for. */
export const handler = (event: SQSEvent): Promise<SQSBatchResponse> => handleBatch(deps, event);
