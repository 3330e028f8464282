import { beforeAll, expect, test } from 'vitest';
import { startErasureWorld } from '#functions/testing/erasure-world.ts';
import { troubles } from '#functions/testing/gate.ts';

let world: Awaited<ReturnType<typeof startErasureWorld>>;
/** How it ends if nothing stands in its way: all that is left, and all that was told. */
let undisturbed: string[];
let writes: readonly string[];
beforeAll(async () => {
  world = await startErasureWorld();
  await world.restore();
  world.doors.open();
  expect(await world.erase(world.execution())).toBe('erased');
  ({ writes } = world.doors.open());
  undisturbed = await world.residue();
});

test('reaches every kind of store, and leaves nothing of the person', () => {
  for (const write of [
    'table TransactWriteCommand',
    'records BatchWriteCommand',
    's3 DeleteObjects',
    's3 PutObject',
    'cognito AdminDeleteUserCommand',
    'durable Checkpoint',
    'durable Invoke',
    'durable SendCallback',
  ])
    expect(writes).toContain(write);
  const { email, accountId } = world.person;
  const kept = undisturbed.filter(
    (thing) => !thing.startsWith('told') && !thing.includes('#billing-records#'),
  );
  for (const thing of kept) expect(thing).not.toMatch(new RegExp(`${accountId}|${email}|Augusta Byron`));
});

test('tells each thing once: the heir, the member of the company that goes, the owners, the last mail', () => {
  const told = [...world.told.values()].filter(({ id }) => !JSON.stringify(world.before).includes(id));
  const types = Object.groupBy(told, ({ type }) => type);
  const counts = Object.fromEntries(Object.entries(types).map(([type, events]) => [type, events?.length]));
  expect(counts).toEqual({
    'latchkey.deletion.completed': 1,
    // One owner answers at once, the other is asked four times in vain.
    'latchkey.erasure.requested': 5,
    'latchkey.member.left': 2,
    'latchkey.member.removed': 1,
    'latchkey.member.role-changed': 1,
  });
});

/** Right before a write there is the same left behind as right after the one before it, so each is killed once. */
test('killed before its first write, or after any, it ends as if nothing had happened; done all over, too', async () => {
  for (let write = 0; write <= writes.length; write += 1) {
    await world.restore();
    const execution = world.execution();
    if (write === 0) world.doors.closeAt(1, 'before');
    else world.doors.closeAt(write, 'after');
    await world.erase(execution).catch(() => undefined);
    const { killed } = world.doors.open();
    await world.erase(execution);
    await world.erase(world.execution());
    const at = `after write ${write}, ${writes[write - 1]}`;
    expect([at, killed, await world.residue()]).toEqual([at, true, undisturbed]);
  }
}, 300_000);

test.each(troubles)(
  'with every call of every step %s once, it ends the same',
  async (trouble) => {
    await world.restore();
    const execution = world.execution();
    const met = world.doors.disturb(trouble);
    while ((await world.erase(execution).catch(() => null)) !== 'erased');
    world.doors.open();
    expect(await world.residue()).toEqual(undisturbed);
    expect(met()).toBeGreaterThan(trouble === 'in part' ? 20 : 200);
  },
  120_000,
);
