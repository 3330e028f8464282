import type { startErasureWorld } from './erasure-world.ts';

type World = Awaited<ReturnType<typeof startErasureWorld>>;
type Execution = ReturnType<World['execution']>;

/** A checkpoint that was reached undisturbed: everything as it was then, and what the execution remembered. */
interface Station {
  readonly kept: ReturnType<World['keptOf']>;
  readonly memory: ReadonlyMap<string, unknown>;
  /** How many writes there were before it. */
  readonly writes: number;
}

/** One in so many kills is followed to the very end, whatever state it leaves. */
const followed = 16;

/**
 * Kills an erasure after each of its writes, and sees how that ends.
 *
 * What an execution does from a checkpoint on depends on nothing but what is stored and what it remembers. So, once its
 * branches have become one, it is killed from the checkpoint before the write on, not from the beginning. And where it
 * comes, resumed after the kill, at such a checkpoint to a state from which it is known to end well, it is not run to
 * that end again. Everywhere else, and now and then there, it is. Gives the places of its writes, those at which it was
 * killed, and those after which it ended otherwise than `undisturbed`.
 */
export async function killEverywhere(world: World, undisturbed: readonly string[]) {
  const { stations, good, places } = await stationsOf(world);
  const [start] = stations;
  const asks = asksOf(stations.at(-1)?.memory);
  const alone = stations.find(({ memory }) => asksOf(memory) === asks)?.writes ?? 0;
  const [killed, ended]: [string[], string[]] = [[], []];
  for (const [index, place] of places.entries()) {
    const station = index < alone ? start : stations.findLast(({ writes }) => writes <= index);
    if (station === undefined) throw new Error('There is no checkpoint before this write');
    await world.putBack(station.kept);
    const execution = world.execution(station.memory);
    world.doors.closeAt(place, 'after');
    await (station === start ? world.erase(execution) : world.resume(execution)).catch(() => undefined);
    if (!world.doors.open().killed) {
      // It went to its end: what is to be made anew is known from a look at it.
      await world.residue();
      continue;
    }
    killed.push(place);
    const whole = index % followed === 0;
    if (!(await endsWell(world, execution, { good, undisturbed, whole, asks }))) ended.push(place);
  }
  return { places, killed, ended };
}

/** How many steps of the branches that ask data owners are over. */
function asksOf(memory: ReadonlyMap<string, unknown> = new Map()): number {
  return [...memory.keys()].filter((key) => key.includes('ask data owners')).length;
}

async function stationsOf(world: World) {
  await world.restore();
  await world.residue();
  world.doors.open();
  const stations: Station[] = [{ kept: world.keptOf(), memory: new Map(), writes: 0 }];
  const good = new Set<string>();
  const execution = world.execution(new Map(), () =>
    world.doors.hold(async () => {
      good.add(await world.state(execution.memory));
      const memory = new Map(execution.memory);
      stations.push({ kept: world.keptOf(), memory, writes: world.doors.places().length });
    }),
  );
  await world.erase(execution);
  const places = world.doors.places();
  world.doors.open();
  return { stations, good, places };
}

interface Ending {
  readonly good: Set<string>;
  readonly undisturbed: readonly string[];
  readonly whole: boolean;
  readonly asks: number;
}

/** Resumes what was killed, up to the next checkpoint at which it is one branch: those are alike each time. */
async function endsWell(
  world: World,
  execution: Execution,
  { good, undisturbed, whole, asks }: Ending,
): Promise<boolean> {
  const isStation = ({ command }: { readonly command: string }) =>
    command === 'Checkpoint' && asksOf(execution.memory) === asks;
  world.doors.closeAt(isStation, 'after');
  await world.erase(execution).catch(() => undefined);
  world.doors.open();
  const state = await world.state(execution.memory);
  if (!whole && good.has(state)) return true;
  await world.erase(execution);
  // Done all over, with nothing remembered, it changes nothing any more.
  await world.erase(world.execution());
  const well = JSON.stringify(await world.residue()) === JSON.stringify(undisturbed);
  if (well) good.add(state);
  return well;
}
