import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

/** What befalls a call, as its caller sees it once the SDK has given up. */
export type Fault =
  | 'throttled'
  | 'failed'
  /** It timed out and was never done. */
  | 'timed out'
  /** It was done, and timed out. */
  | 'reply lost'
  /** The SDK repeated it after a lost reply: it was done twice, and the second answer counts. */
  | 'done twice'
  /** Done for a part of what it was asked, as its answer says. */
  | 'in part'
  /** The process was killed before the call, or after it and before its answer. */
  | 'killed before'
  | 'killed after';

/** One call of a run, told apart from the others by what it does and to what, without ids and moments. */
export interface Call {
  readonly label: string;
  /** How many of this label came before it. */
  readonly index: number;
  readonly canBeInPart: boolean;
  /** Done twice it may answer otherwise: its write has a condition, which the first has made false. */
  readonly isConditional: boolean;
}

export interface Injectable<T> {
  readonly call: () => Promise<T> | T;
  /** Does it in part; left out where the operation knows no such answer. */
  readonly inPart?: (() => Promise<T> | T) | undefined;
  readonly isConditional?: boolean;
}

const answered = (name: string, httpStatusCode: number) =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });
const timedOut = () => Object.assign(new Error('late'), { name: 'TimeoutError' });
const never = <T>() => new Promise<T>(() => undefined);

/** A run of a function, which a kill ends: what it was at goes no further. */
interface Life {
  isOver: boolean;
  readonly killed: PromiseWithResolvers<'killed'>;
}

/**
 * Counts the calls that are made within `live`, and has faults befall a chosen one. Armed with several faults, they befall the call and its
 * repetitions one after the other.
 */
export function faultInjector() {
  const lives = new AsyncLocalStorage<Life>();
  let seen: Call[] = [];
  let counts = new Map<string, number>();
  let armed: { label: string; index: number; faults: Fault[] } | null = null;

  function kill<T>(life: Life): Promise<T> {
    life.isOver = true;
    life.killed.resolve('killed');
    return never();
  }

  function faultOf({ label, index }: Call): Fault | undefined {
    return armed?.label === label && index >= armed.index ? armed.faults.shift() : undefined;
  }

  async function pass<T>(label: string, { call, inPart, isConditional = false }: Injectable<T>): Promise<T> {
    const life = lives.getStore();
    if (life === undefined) return call();
    if (life.isOver) return never();
    const index = counts.get(label) ?? 0;
    counts.set(label, index + 1);
    const made = { label, index, canBeInPart: inPart !== undefined, isConditional };
    seen.push(made);
    switch (faultOf(made)) {
      case 'throttled':
        throw answered('ThrottlingException', 400);
      case 'failed':
        throw answered('InternalServerError', 500);
      case 'timed out':
        throw timedOut();
      case 'reply lost':
        await call();
        throw timedOut();
      case 'done twice':
        await call();
        return call();
      case 'in part':
        return (inPart ?? call)();
      case 'killed before':
        return kill(life);
      case 'killed after':
        await call();
        return kill(life);
      case undefined: {
        const answer = await call();
        // It may have been killed meanwhile.
        return lives.getStore()?.isOver === true ? never() : answer;
      }
    }
  }

  return {
    pass,
    /** Has faults befall a call from now on; counts begin anew. Null: none. */
    arm: (chosen: Pick<Call, 'label' | 'index'> | null, faults: readonly Fault[] = []) => {
      armed = chosen === null ? null : { ...chosen, faults: [...faults] };
      [seen, counts] = [[], new Map()];
    },
    /** Runs something to its end, or until it is killed: then what it was at goes no further. */
    live: <T>(act: () => Promise<T>): Promise<T | 'killed'> => {
      const life: Life = { isOver: false, killed: Promise.withResolvers() };
      return lives.run(life, () => Promise.race([act(), life.killed.promise]));
    },
    /** Whether every fault came about. */
    isSpent: () => armed === null || armed.faults.length === 0,
    seen: (): readonly Call[] => seen,
  };
}

type Fields = Record<string, any>;
const text = (value: any): string => (typeof value === 'string' ? value : String(value?.S ?? value?.N));
const named = /[0-9a-f]{8}-[0-9a-f-]{27}|[\d-]{10}T[\d:.]+Z|(?<=DUE#)\d+|[\w-]{43}/g;
const ofKey = ({ pk, sk }: Fields): string => `${text(pk)} ${text(sk)}`.replaceAll(named, '…');

function labelOf(name: string, input: Fields): string {
  const parts: string[] = [];
  const batch: Fields[] = Object.values<Fields>(input['RequestItems'] ?? {}).flatMap(
    ({ Keys }) => Keys ?? [],
  );
  parts.push(...new Set(batch.map(ofKey)));
  for (const item of input['TransactItems'] ?? [])
    for (const [kind, write] of Object.entries<Fields>(item))
      parts.push(`${kind} ${ofKey(write['Key'] ?? write['Item'])}`);
  if (input['Key'] ?? input['Item']) parts.push(ofKey(input['Key'] ?? input['Item']));
  const values = Object.values(input['ExpressionAttributeValues'] ?? {});
  if (input['KeyConditionExpression'])
    parts.push(values.slice(0, 2).map(text).join(' ').replaceAll(named, '…'));
  return `${name} ${parts.join(' + ')}`;
}

/** Has the calls that a client makes to DynamoDB pass through an injector, each as what its caller sees of it. */
export function injectIntoDynamoDb(client: DynamoDBClient, { pass }: ReturnType<typeof faultInjector>): void {
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        const name = commandName.replace('Command', '');
        const input = args.input as Fields;
        // Of a repetition DynamoDB knows by it that it is one: the SDK repeats it, so it must not be made anew here.
        if (name.startsWith('TransactWrite')) input['ClientRequestToken'] ??= randomUUID();
        return pass(labelOf(name, input), {
          call: () => next(args),
          // A transaction is known again by its token.
          isConditional: input['ConditionExpression'] !== undefined,
          inPart: inPartOf(name, input, (changed) => next({ ...args, input: changed })),
        });
      },
    { step: 'initialize', name: 'faults', priority: 'high' },
  );
}

type Send<T> = (input: Fields) => Promise<T>;

/** A page of one item, or a key that is left unprocessed. */
function inPartOf<T extends { output: any }>(
  name: string,
  input: Fields,
  send: Send<T>,
): (() => Promise<T>) | undefined {
  if (name.startsWith('Query')) return () => send({ ...input, Limit: 1 });
  if (!name.startsWith('BatchGet')) return undefined;
  return async () => {
    const [[table, request]] = Object.entries<Fields>(input['RequestItems']) as [[string, Fields]];
    const keys: Fields[] = request['Keys'];
    const asking = (some: Fields[]) => ({ [table]: { ...request, Keys: some } });
    const result = await send({
      ...input,
      RequestItems: asking(keys.slice(0, Math.max(1, keys.length - 1))),
    });
    const none = keys.length === 1 ? { Responses: { [table]: [] } } : {};
    return { ...result, output: { ...result.output, ...none, UnprocessedKeys: asking(keys.slice(-1)) } };
  };
}
