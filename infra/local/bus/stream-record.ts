import { isDeepStrictEqual } from 'node:util';

import type { AttributeValue as SdkValue, _Record as SdkRecord } from '@aws-sdk/client-dynamodb-streams';
import type { AttributeValue, DynamoDBRecord, StreamRecord } from 'aws-lambda';

type SdkItem = Record<string, SdkValue>;
type Item = Record<string, AttributeValue>;

/** A change of an item as Lambda and pipes get it. */
export interface ItemChange extends DynamoDBRecord {
  readonly dynamodb: StreamRecord & { readonly Keys: Item; readonly SequenceNumber: string };
}

/** Puts a record that the SDK read into the form in which it is passed on: JSON, moments in epoch seconds. */
export function toItemChange(record: SdkRecord, eventSourceARN: string): ItemChange {
  const { eventID, eventName, eventVersion, eventSource, awsRegion, dynamodb } = record;
  if (eventName === undefined || dynamodb?.Keys === undefined || dynamodb.SequenceNumber === undefined) {
    throw new Error('A stream record has no name, keys or sequence number.');
  }
  const { ApproximateCreationDateTime: created, NewImage, OldImage } = dynamodb;
  return {
    eventID,
    eventName,
    eventVersion,
    eventSource,
    awsRegion,
    eventSourceARN,
    dynamodb: {
      ...(created ? { ApproximateCreationDateTime: Math.floor(created.getTime() / 1000) } : {}),
      Keys: toItem(dynamodb.Keys),
      ...(NewImage ? { NewImage: toItem(NewImage) } : {}),
      ...(OldImage ? { OldImage: toItem(OldImage) } : {}),
      SequenceNumber: dynamodb.SequenceNumber,
      SizeBytes: dynamodb.SizeBytes,
      StreamViewType: dynamodb.StreamViewType,
    },
  };
}

/** Tells whether a write changed its item. DynamoDB records nothing when it didn't; the local engine does. */
export function isChange({ eventName, dynamodb }: ItemChange): boolean {
  const { NewImage, OldImage } = dynamodb;
  return eventName !== 'MODIFY' || NewImage === undefined || !isDeepStrictEqual(NewImage, OldImage);
}

function toItem(item: SdkItem): Item {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, toValue(value)]));
}

function toValue(value: SdkValue): AttributeValue {
  if (value.S !== undefined) return { S: value.S };
  if (value.N !== undefined) return { N: value.N };
  if (value.BOOL !== undefined) return { BOOL: value.BOOL };
  if (value.NULL !== undefined) return { NULL: value.NULL };
  if (value.M !== undefined) return { M: toItem(value.M) };
  if (value.L !== undefined) return { L: value.L.map(toValue) };
  if (value.SS !== undefined) return { SS: value.SS };
  if (value.NS !== undefined) return { NS: value.NS };
  if (value.B !== undefined) return { B: base64(value.B) };
  if (value.BS !== undefined) return { BS: value.BS.map(base64) };
  throw new Error('A stream record holds a value of a kind that there was not when this was written.');
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
