import * as v from 'valibot';
import { contracts } from '#functions/handlers/contracts.ts';
import type { Flow, Parts } from './synthesized-parts.ts';

/** Which words stand for the actions of a service, and which parts they lead to. */
const stores: Readonly<Record<string, string>> = {
  dynamodb: 'table',
  s3: 'bucket',
  kms: 'key',
  'cognito-idp': 'users',
  ses: 'mail',
  'sms-voice': 'texts',
};

const ruleSchema = v.object({
  ScheduleExpression: v.optional(v.string()),
  EventBusName: v.optional(v.unknown()),
  EventPattern: v.optional(v.object({ 'detail-type': v.optional(v.array(v.unknown()), []) })),
  Targets: v.array(v.object({ Arn: v.unknown() })),
});
const queueSchema = v.object({ RedrivePolicy: v.optional(v.object({ deadLetterTargetArn: v.unknown() })) });

/** From the browser to the functions: how many operations each serves. */
export function requestFlows(): Flow[] {
  const counts = new Map<string, number>();
  for (const contract of contracts) counts.set(contract.function, (counts.get(contract.function) ?? 0) + 1);
  return [...counts]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([name, count]) => ({ from: 'api', to: name, what: `${String(count)} operations` }));
}

/** From the functions to what keeps something, by their rights: what each may do there. */
export function dataFlows({ rights }: Parts): Flow[] {
  const flows = new Map<string, Flow & { readonly verbs: Set<string> }>();
  for (const [role, lines] of Object.entries(rights)) {
    const from = /^api\/Functions\/([\w-]+)\/Role$/.exec(role)?.[1];
    if (from === undefined) continue;
    for (const line of lines) {
      const [, service = '', action = '', resource = ''] = /^([\w-]+):(\w+) (\S+)/.exec(line) ?? [];
      const kind = stores[service];
      if (kind === undefined) continue;
      const to = kind === 'mail' ? 'SES' : kind === 'texts' ? 'SMS' : partOf(resource);
      const key = `${from} ${to}`;
      const flow = flows.get(key) ?? { from, to, what: '', verbs: new Set() };
      flow.verbs.add(verbOf(action));
      flows.set(key, flow);
    }
  }
  return [...flows.values()]
    .map(({ from, to, verbs }) => ({ from, to, what: [...verbs].toSorted().join(', ') }))
    .toSorted(byEnds);
}

/** What brings events from where they are written to whoever acts on them. */
export function eventFlows({ resources, part, rights }: Parts): Flow[] {
  const flows: Flow[] = [];
  for (const { properties } of resources('AWS::Pipes::Pipe')) {
    const enrichment = part(properties['Enrichment']);
    flows.push(
      { from: part(properties['Source']), to: enrichment, what: 'stream' },
      { from: enrichment, to: part(properties['Target']), what: 'envelopes' },
    );
  }
  for (const { properties } of resources('AWS::Events::Rule')) {
    const rule = v.parse(ruleSchema, properties);
    const { ScheduleExpression: schedule, EventBusName: bus } = rule;
    const from = schedule !== undefined ? 'clock' : bus === undefined ? 'SES reports' : part(bus);
    for (const { Arn } of rule.Targets) {
      const to = part(Arn);
      flows.push({ from, to: to.includes('log-group') ? 'event log' : to, what: schedule ?? eventsOf(rule) });
    }
  }
  for (const { properties } of resources('AWS::Lambda::EventSourceMapping'))
    flows.push({
      from: part(properties['EventSourceArn']),
      to: part(properties['FunctionName']),
      what: 'batches',
    });
  for (const { id, properties } of resources('AWS::SQS::Queue')) {
    const dead = v.parse(queueSchema, properties).RedrivePolicy;
    if (dead !== undefined) flows.push({ from: id, to: part(dead.deadLetterTargetArn), what: 'given up' });
  }
  for (const [role, lines] of Object.entries(rights)) {
    const from = /^api\/Functions\/([\w-]+)\/Role$/.exec(role)?.[1];
    if (from === undefined) continue;
    for (const line of lines) {
      const [, action = '', to = ''] =
        /^(sqs:SendMessage|events:PutEvents|lambda:InvokeFunction) (\S+)/.exec(line) ?? [];
      if (action !== '') flows.push({ from, to: part(to.replace(/:.*$/, '')), what: sentBy(action) });
    }
  }
  return [...new Map(flows.map((flow) => [JSON.stringify(flow), flow])).values()].toSorted(byEnds);
}

function sentBy(action: string): string {
  if (action.startsWith('sqs')) return 'messages';
  return action.startsWith('events') ? 'events' : 'runs';
}

function eventsOf({ EventPattern: pattern }: v.InferOutput<typeof ruleSchema>): string {
  const types = pattern?.['detail-type'] ?? [];
  if (types.length === 0) return 'all events';
  return types.length === 1 ? String(types[0]) : `${String(types.length)} types of event`;
}

function partOf(resource: string): string {
  return resource.replace(/\.Arn.*$/, '');
}

/** Words for what people know of a store; whoever needs the actions reads the test of rights. */
function verbOf(action: string): string {
  if (action.startsWith('Admin')) return 'administers';
  if (/^(?:Get|BatchGet|Query|List|Describe|Head|ConditionCheck)/.test(action)) return 'reads';
  if (/Delete|Remove/.test(action)) return 'deletes';
  if (/^(?:Decrypt|Encrypt|GenerateDataKey)/.test(action)) return 'seals';
  return action.startsWith('Send') ? 'sends' : 'writes';
}

function byEnds(a: Flow, b: Flow): number {
  return `${a.from} ${a.to} ${a.what}`.localeCompare(`${b.from} ${b.to} ${b.what}`);
}
