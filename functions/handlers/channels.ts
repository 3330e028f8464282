import { channelOperations } from '#functions/channels/operations.ts';
import { emailProblemOperations } from '#functions/email-problem/operations.ts';
import type { ReadSecret } from '#functions/shared/aws/secrets.ts';
import { smsOperations } from '#functions/sms/operations.ts';
import type { SmsDeps } from '#functions/sms/deps.ts';
import { unsubscribeOperations } from '#functions/unsubscribe/operations.ts';
import { webPushOperations } from '#functions/web-push/operations.ts';
import { vapidKeys } from '#functions/web-push/vapid.ts';
import { apiHandler, composition } from './compose.ts';
import { textsFrom } from './texts.ts';

const composed = composition();
const { environment, readSecret } = composed;
const { SMS_ORIGIN: origin, SMS_COUNTRIES: countries, PUSH_HOSTS: pushHosts } = environment;

const readChannelSecret: ReadSecret = readSecret('CHANNEL_SECRET_ID');
const readServerKey = async () => vapidKeys((await readChannelSecret())[0]).publicKey;

const sms: SmsDeps['sms'] = origin === '' ? null : { send: textsFrom(origin), countries };

const deps = { ...composed.deps, readChannelSecret, pushHosts, sms, productName: environment.PRODUCT_NAME };

/** How notifications reach people: the one API function that sends text messages and holds the key of push messages. */
export const handler = apiHandler(composed, [
  ...channelOperations({ ...deps, readServerKey, offersSms: sms !== null }),
  ...emailProblemOperations(deps),
  ...webPushOperations(deps),
  ...smsOperations(deps),
  ...unsubscribeOperations({ ...deps, siteUrl: environment.SITE_URL }),
]);
