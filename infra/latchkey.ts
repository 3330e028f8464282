import { type App, Tags } from 'aws-cdk-lib';
import type { Stage } from './config.ts';
import { ApiStack } from './stacks/api-stack.ts';
import { DataStack } from './stacks/data-stack.ts';
import { EdgeAlarmsStack } from './stacks/edge-alarms-stack.ts';
import { EdgeStack, needsEdgeStack } from './stacks/edge-stack.ts';
import { EmailStack } from './stacks/email-stack.ts';
import { GatewayStack } from './stacks/gateway-stack.ts';
import { IdentityStack } from './stacks/identity-stack.ts';
import { ObservabilityStack } from './stacks/observability-stack.ts';
import { type BuiltSite, SiteStack } from './stacks/site-stack.ts';

/** The stacks of a stage, in the order in which they are deployed. */
export function latchkey(app: App, stage: Stage, site: BuiltSite) {
  const id = (name: string) => `latchkey-${stage.name}-${name}`;
  const data = new DataStack(app, id('data'), stage);
  const email = new EmailStack(app, id('email'), stage);
  const gateway = new GatewayStack(app, id('gateway'), stage);
  const { edge, siteUrl, siteHost } = frontOf(stage, () => {
    const edge = needsEdgeStack(stage) ? new EdgeStack(app, id('edge'), stage) : null;
    return new SiteStack(app, id('site'), { stage, data, gateway, edge, site });
  });
  const identity = new IdentityStack(app, id('identity'), { stage, siteHost });
  const api = new ApiStack(app, id('api'), {
    stage,
    data,
    identity,
    email,
    httpApi: gateway.httpApi,
    siteUrl,
  });
  const observability = new ObservabilityStack(app, id('observability'), {
    stage,
    data,
    email,
    gateway,
    api,
  });
  const edgeAlarms =
    edge &&
    new EdgeAlarmsStack(app, id('edge-alarms'), {
      stage,
      site: edge,
      homeRegion: process.env['CDK_DEFAULT_REGION'],
    });
  Tags.of(app).add('product', 'latchkey');
  Tags.of(app).add('stage', stage.name);
  return { data, identity, email, gateway, site: edge, api, observability, edgeAlarms };
}

/** What people meet first: the edge, or just the address of a stage that goes without one. */
function frontOf({ siteUrlWithoutEdge }: Stage, makeEdge: () => SiteStack) {
  if (siteUrlWithoutEdge !== undefined)
    return { edge: null, siteUrl: siteUrlWithoutEdge, siteHost: new URL(siteUrlWithoutEdge).hostname };
  const edge = makeEdge();
  return { edge, siteUrl: edge.url, siteHost: edge.host };
}
