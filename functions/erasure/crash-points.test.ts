import { beforeAll, expect, test } from 'vitest';
import { startErasureWorld } from '#functions/testing/erasure-world.ts';
import { troubles } from '#functions/testing/gate.ts';
import { killEverywhere } from '#functions/testing/kill-everywhere.ts';

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

test('killed before its first write it ends as if nothing had happened', async () => {
  await world.restore();
  const execution = world.execution();
  world.doors.closeAt(1, 'before');
  await world.erase(execution).catch(() => undefined);
  expect(world.doors.open().killed).toBe(true);
  await world.erase(execution);
  expect(await world.residue()).toEqual(undisturbed);
});

/** Right before a write there is the same left behind as right after the one before it, so each is killed once. */
test('killed after any write it ends as if nothing had happened; done all over, too', async () => {
  const { places, killed, ended } = await killEverywhere(world, undisturbed);
  expect(ended).toEqual([]);
  expect(killed).toEqual(places);
  expect(new Set(places).size).toBe(writes.length);
}, 120_000);

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
