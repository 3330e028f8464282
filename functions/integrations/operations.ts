import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import { etagOf } from '#functions/shared/etag.ts';
import { connectIntegration, type ConnectCommand } from './connect-integration.ts';
import * as contract from './contract.ts';
import type { IntegrationDeps } from './deps.ts';
import { disconnectIntegration } from './disconnect-integration.ts';
import { listIntegrations } from './list-integrations.ts';
import { testIntegration } from './test-integration.ts';

/** The operations of a company's telephony providers, bound to their use-cases. */
export function integrationOperations(deps: IntegrationDeps): BoundOperation[] {
  const connect = async (command: ConnectCommand) => {
    const outcome = await connectIntegration(deps, command);
    if (!outcome.ok) return outcome;
    return { ok: true, body: outcome.integration, etag: etagOf(outcome.integration.version) } as const;
  };
  return [
    bind(contract.listIntegrations, async ({ auth }) => ({
      ok: true,
      body: await listIntegrations(deps, { companyId: auth.company.companyId }),
    })),
    bind(contract.connectTwilio, ({ body, auth, ifMatch, viewer }) =>
      connect({ auth, ifMatch, viewer, provider: 'twilio', credentials: body }),
    ),
    bind(contract.connectTelnyx, ({ body, auth, ifMatch, viewer }) =>
      connect({ auth, ifMatch, viewer, provider: 'telnyx', credentials: body }),
    ),
    bind(contract.connectPlivo, ({ body, auth, ifMatch, viewer }) =>
      connect({ auth, ifMatch, viewer, provider: 'plivo', credentials: body }),
    ),
    bind(contract.connectByoc, ({ body, auth, ifMatch, viewer }) =>
      connect({ auth, ifMatch, viewer, provider: 'byoc', credentials: body }),
    ),
    bind(contract.testIntegration, async ({ params, auth, viewer }) => {
      const outcome = await testIntegration(deps, { auth, provider: params.provider, viewer });
      if (!outcome.ok) return outcome;
      return { ok: true, body: outcome.integration, etag: etagOf(outcome.integration.version) };
    }),
    bind(contract.disconnectIntegration, ({ params, auth, ifMatch, viewer }) =>
      disconnectIntegration(deps, { auth, provider: params.provider, ifMatch, viewer }),
    ),
  ];
}
