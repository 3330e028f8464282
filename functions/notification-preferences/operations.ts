import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import { etagOf } from '#functions/shared/etag.ts';
import {
  readCompanyNotifications,
  readPreferences,
} from '#functions/shared/notifications/preferences-item.ts';
import { changeCompanyDefaults } from './change-company-defaults.ts';
import { changePreferences } from './change-preferences.ts';
import { companyDocument } from './company-document.ts';
import * as contract from './contract.ts';
import type { NotificationPreferencesDeps } from './deps.ts';
import { preferencesDocument } from './preferences-document.ts';

/** The operations of what people are told and how, bound to their use-cases. */
export function notificationPreferencesOperations(deps: NotificationPreferencesDeps): BoundOperation[] {
  const { table, offeredChannels } = deps;
  return [
    bind(contract.getPreferences, async ({ auth }) => {
      const chosen = await readPreferences(table, auth.account.accountId, auth.company.companyId);
      const body = preferencesDocument(auth, chosen, offeredChannels);
      return { ok: true, body, etag: etagOf(body.version) };
    }),
    bind(contract.changePreferences, ({ auth, viewer, body, ifMatch }) =>
      changePreferences(deps, { auth, viewer, input: body, ifMatch }),
    ),
    bind(contract.getCompanyDefaults, async ({ auth }) => {
      const company = await readCompanyNotifications(table, auth.company.companyId);
      return {
        ok: true,
        body: companyDocument(company, offeredChannels),
        etag: etagOf(company.version),
      };
    }),
    bind(contract.changeCompanyDefaults, ({ auth, viewer, body, ifMatch }) =>
      changeCompanyDefaults(deps, { auth, viewer, input: body, ifMatch }),
    ),
  ];
}
