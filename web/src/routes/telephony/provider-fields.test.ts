import { describe, expect, it } from 'vitest';
import { providers } from '#functions/integrations/provider-contract.ts';
import { fieldText } from './dialog-texts.ts';
import { fieldsOf } from './provider-fields.ts';

describe('the form of', () => {
  it.each([
    ['twilio', ['accountSid', 'authToken'], ['sipDomain', 'sipUsername', 'sipPassword', 'phoneNumber']],
    ['telnyx', ['apiKey'], ['sipDomain', 'sipUsername', 'sipPassword', 'phoneNumber']],
    ['plivo', ['authId', 'authToken'], ['sipDomain', 'sipUsername', 'sipPassword', 'phoneNumber']],
    ['byoc', ['host', 'port', 'transport'], ['sipUsername', 'sipPassword', 'phoneNumber']],
  ] as const)('%s asks for what its schema wants', (provider, needed, possible) => {
    expect(fieldsOf(provider).map(({ fields, required }) => [required, fields])).toEqual([
      [true, needed],
      [false, possible],
    ]);
  });

  it('every provider says for each field what is wrong with it', () => {
    for (const provider of providers) {
      for (const field of fieldsOf(provider).flatMap(({ fields }) => fields)) {
        expect([field, fieldText(provider, field).wrong]).not.toEqual([field, 'Invalid value']);
      }
    }
  });
});
