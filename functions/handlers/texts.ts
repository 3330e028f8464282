import type { SendSms } from '#functions/sms/sms-client.ts';

/** Sends text messages from what the stage says. The client is loaded with the first of them. */
export function textsFrom(origin: string): SendSms {
  let opened: SendSms | undefined;
  return async (sms) => {
    const { openSms, smsSend } = await import('#functions/sms/sms-client.ts');
    opened ??= smsSend(openSms(), origin);
    return opened(sms);
  };
}
