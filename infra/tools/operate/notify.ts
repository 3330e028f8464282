import { parseArgs } from 'node:util';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';

import { eventSource } from '#events/envelope.ts';
import { notificationRequested } from '#events/notification-requested.ts';
import { findNotificationType, notificationTypes } from '#events/notifications/catalogue.ts';
import type { NotificationType } from '#events/notifications/notification-type.ts';
import { sampleRequest } from '#events/notifications/sample-request.ts';
import { accountKey, addressClaimKey, type Key } from '#functions/shared/table.ts';

import { demanded, findLocalStack, runTool, UsageError } from './where.ts';

const claimSchema = v.object({ accountId: v.string() });
const accountSchema = v.object({ lastCompanyId: v.string() });

/** Puts an event on the bus of a stage, or of the stack on this machine. */
type Publish = (source: string, detail: object) => Promise<void>;

/** Whom an address belongs to, and in which company they were last. */
async function findPerson(tableName: string, email: string) {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient());
  const read = async (key: Key) =>
    (await client.send(new GetCommand({ TableName: tableName, Key: key, ConsistentRead: true }))).Item;
  const claim = v.safeParse(claimSchema, await read(addressClaimKey(email.trim().toLowerCase())));
  if (!claim.success) throw new UsageError(`Nobody has the address ${email}.`);
  const { accountId } = claim.output;
  const { lastCompanyId } = v.parse(accountSchema, await read(accountKey(accountId)));
  return { accountId, companyId: lastCompanyId };
}

function typeNamed(name: string | undefined): NotificationType {
  const type = name === undefined ? undefined : findNotificationType(name);
  if (type !== undefined) return type;
  const ids = notificationTypes.map(({ id }) => id).join(', ');
  const problem = name === undefined ? 'Say which type' : `There is no type "${name}"`;
  throw new UsageError(
    `${problem}: npm run notify -- missed-call --to demo@example.com [--stage dev]\nThe types: ${ids}`,
  );
}

const viaBus =
  (bus: string): Publish =>
  async (Source, detail) => {
    const entry = {
      EventBusName: bus,
      Source,
      DetailType: notificationRequested,
      Detail: JSON.stringify(detail),
    };
    const { Entries = [] } = await new EventBridgeClient().send(new PutEventsCommand({ Entries: [entry] }));
    const code = Entries[0]?.ErrorCode;
    if (code !== undefined) throw new UsageError(`The bus ${bus} refused the event: ${code}`);
  };

const viaControl =
  (url: string): Publish =>
  async (source, detail) => {
    const response = await fetch(`${url}/__local/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ source, detailType: notificationRequested, detail }),
    });
    if (!response.ok) throw new UsageError(`The local stack answered ${String(response.status)}.`);
  };

/** `npm run notify -- missed-call --to demo@example.com [--stage dev]`: sends somebody the sample of a type. */
async function main(): Promise<string> {
  const { values, positionals } = parseArgs({
    options: { to: { type: 'string' }, stage: { type: 'string' }, source: { type: 'string' } },
    allowPositionals: true,
  });
  const type = typeNamed(positionals[0]);
  if (values.to === undefined) throw new UsageError('Say to whom: --to demo@example.com');
  const { stage } = values;
  const publish =
    stage === undefined ? viaControl(findLocalStack(process.env).url) : viaBus(`latchkey-${stage}`);
  const tableName = demanded(process.env, stage ?? 'local', 'TABLE_NAME');
  const { accountId, companyId } = await findPerson(tableName, values.to);
  const id = `${type.id}-${crypto.randomUUID()}`;
  // What Latchkey alone publishes comes from it here, too.
  const source = values.source ?? (type.mailedBy === 'mailer' ? eventSource : 'product');
  await publish(source, {
    ...sampleRequest(type, companyId),
    id,
    to: { kind: 'accounts', accountIds: [accountId] },
  });
  return `Published ${id} for ${values.to}. If it is refused, the event latchkey.notification.refused says why.`;
}

if (import.meta.main) await runTool(main);
