import { isUnavailable } from '../aws/faults.ts';
import type { RecordsDeps } from './deps.ts';

const firstWait = 20;
const longestWait = 1000;
const mostTries = 10;

/** Reads once more, after a longer wait each time, as long as DynamoDB is too busy; then whoever called tries later. */
export async function patiently<T>(
  { sleep }: Pick<RecordsDeps, 'sleep'>,
  read: () => Promise<T>,
): Promise<T> {
  for (let [tries, wait] = [1, firstWait]; ; tries += 1) {
    try {
      return await read();
    } catch (error) {
      if (!isUnavailable(error) || tries === mostTries) throw error;
      await sleep(wait * (0.5 + Math.random()));
      wait = Math.min(2 * wait, longestWait);
    }
  }
}
