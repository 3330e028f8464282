import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { Table } from './aws/table-client.ts';
import { after, days, hours, isPast, minutes, timeToLive } from './clock.ts';
import { throttleKey } from './table.ts';

/** Failures that cost nothing; from the next on each is followed by a wait (DESIGN "Sign-up, sign-in, recovery"). */
export const freeFailures = 10;
const waits = [1 * minutes, 2 * minutes, 4 * minutes, 8 * minutes, 15 * minutes] as const;
const shortestWait = waits[0];

/**
 * Whose failures are counted, and how long they are remembered after the last one: an account's for a day, a
 * client address's for an hour, since many people may share it.
 */
export interface Subject {
  readonly id: string;
  readonly remembered: number;
}

/** The wait after a number of failures, in milliseconds: 1, 2, 4, 8, then 15 minutes from the tenth on. */
export function waitAfter(failures: number): number {
  if (failures < freeFailures) return 0;
  return waits[failures - freeFailures] ?? 15 * minutes;
}

/** Counts failures by the address that was typed, known or not, so that both are treated alike. */
export function emailSubject(email: string): Subject {
  return { id: `email:${createHash('sha256').update(email).digest('base64url')}`, remembered: 1 * days };
}

/** Counts failures by client address. */
export function viewerSubject(ip: string): Subject {
  return { id: `viewer:${ip}`, remembered: 1 * hours };
}

/**
 * A try that has been counted as a failure before its proof was looked at, so that parallel tries can't slip
 * past the limit; `failures` includes it, and the next one has to wait until `nextTryAt` once the free ones are
 * used up. A proof that turns out right gives it back.
 */
export type Reservation =
  | { readonly ok: true; readonly failures: number; readonly nextTryAt: string }
  | { readonly ok: false; readonly retryAfterSeconds: number };

const throttleSchema = v.object({
  failures: v.number(),
  nextTryAt: v.pipe(v.string(), v.isoTimestamp()),
  expiresAtSeconds: v.number(),
});

/** How many failures of a subject are remembered, and until when it has to wait; null where it needn't. */
export async function readThrottle(
  table: Table,
  subject: Subject,
  now: Date,
): Promise<{ failures: number; waitUntil: string | null }> {
  const { Item } = await table.client.send(
    new GetCommand({ TableName: table.name, Key: throttleKey(subject.id), ConsistentRead: true }),
  );
  const stored = Item === undefined ? null : v.parse(throttleSchema, Item);
  if (stored === null || stored.expiresAtSeconds * 1000 <= now.getTime())
    return { failures: 0, waitUntil: null };
  const { failures, nextTryAt } = stored;
  const waits = failures >= freeFailures && !isPast(nextTryAt, now);
  return { failures, waitUntil: waits ? nextTryAt : null };
}

/** Reserves a try for one subject by a single conditional write, or tells how long to wait. */
export async function reserveTry(table: Table, subject: Subject, now: Date): Promise<Reservation> {
  const nowSeconds = Math.floor(now.getTime() / 1000);
  const soonest = after(now, shortestWait).toISOString();
  try {
    const { Attributes: before } = await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: throttleKey(subject.id),
        // Every write sets at least the shortest wait: past the free failures no two tries run side by side.
        UpdateExpression: 'ADD failures :one SET nextTryAt = :soonest, expiresAtSeconds = :forgotten',
        ConditionExpression:
          'attribute_not_exists(failures) OR failures < :free OR nextTryAt <= :now OR expiresAtSeconds <= :seconds',
        ExpressionAttributeValues: {
          ':one': 1,
          ':free': freeFailures,
          ':now': now.toISOString(),
          ':seconds': nowSeconds,
          ':soonest': soonest,
          ':forgotten': timeToLive(after(now, subject.remembered)),
        },
        ReturnValues: 'ALL_OLD',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    const earlier = before?.['failures'] === undefined ? null : v.parse(throttleSchema, before);
    // TTL removes items late: failures past their time are forgotten here.
    const forgotten = earlier !== null && earlier.expiresAtSeconds <= nowSeconds;
    const failures = earlier === null || forgotten ? 1 : earlier.failures + 1;
    const corrected =
      forgotten || waitAfter(failures) > shortestWait ? await correct(table, subject, failures, now) : null;
    return { ok: true, failures, nextTryAt: corrected ?? soonest };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException) || error.Item === undefined) throw error;
    const { nextTryAt } = v.parse(throttleSchema, unmarshall(error.Item));
    return {
      ok: false,
      retryAfterSeconds: Math.max(1, Math.ceil((Date.parse(nextTryAt) - now.getTime()) / 1000)),
    };
  }
}

/** Sets what the one conditional write could not know beforehand: a longer wait, or a count begun anew. */
async function correct(table: Table, subject: Subject, failures: number, now: Date): Promise<string> {
  const next = after(now, Math.max(shortestWait, waitAfter(failures))).toISOString();
  await table.client.send(
    new UpdateCommand({
      TableName: table.name,
      Key: throttleKey(subject.id),
      UpdateExpression: 'SET failures = :failures, nextTryAt = :next',
      ExpressionAttributeValues: {
        ':failures': failures,
        ':next': next,
      },
    }),
  );
  return next;
}

/** Forgets every failure of a subject: the person proved who they are. */
export async function forgiveAll(table: Table, subject: Subject): Promise<void> {
  await table.client.send(new DeleteCommand({ TableName: table.name, Key: throttleKey(subject.id) }));
}

/**
 * Gives back one reserved try, and the wait that came with it: of an address that many share, or of a proof that is
 * only half of one, whose other half must not wait for it.
 */
export async function forgiveOne(
  table: Table,
  subject: Subject,
  reserved: { readonly nextTryAt: string },
  now: Date,
): Promise<void> {
  const again = { now: now.toISOString(), instead: reserved.nextTryAt };
  // Where another try has been counted since, the wait is that one's.
  if (!(await takeBack(table, subject, again))) await takeBack(table, subject, null);
}

async function takeBack(
  table: Table,
  subject: Subject,
  wait: { now: string; instead: string } | null,
): Promise<boolean> {
  try {
    await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: throttleKey(subject.id),
        UpdateExpression: `ADD failures :minus${wait === null ? '' : ' SET nextTryAt = :now'}`,
        ConditionExpression: `failures > :none${wait === null ? '' : ' AND nextTryAt = :instead'}`,
        ExpressionAttributeValues: {
          ':minus': -1,
          ':none': 0,
          ...(wait === null ? {} : { ':now': wait.now, ':instead': wait.instead }),
        },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
