import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as v from 'valibot';
import { notificationRequested } from '#events/notification-requested.ts';
import { startPipeline } from '#functions/testing/pipeline.ts';

const sampleSchema = v.object({
  Source: v.string(),
  DetailType: v.literal(notificationRequested),
  Detail: v.record(v.string(), v.unknown()),
});

test('what the README says a product puts on the bus reaches everybody whom it is for', async () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [, section = ''] = readme.split('### How the product sends a notification');
  const [, block = ''] = /```json\n([\s\S]+?)```/.exec(section) ?? [];
  const { Source, Detail } = v.parse(sampleSchema, JSON.parse(block));

  const { company, publish, drain, inbox, queues, sent } = await startPipeline();
  const { companyId, accountIds } = await company(['owner', 'member']);
  publish({ ...Detail, companyId }, Source);
  expect(await drain()).toBe(0);
  expect(queues.refused).toEqual([]);
  for (const accountId of accountIds)
    expect(await inbox(accountId)).toMatchObject([
      { type: 'missed-call', url: 'https://app.example.com/calls/call-5821' },
    ]);
  expect(sent.email[0]?.notification.url).toBe('https://app.example.com/calls/call-5821');
});
