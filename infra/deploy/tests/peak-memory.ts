import { readdirSync, readFileSync } from 'node:fs';

/** The most memory that a function's process ever had in the run, and what it was given, both in MB. */
export interface PeakMemory {
  readonly name: string;
  readonly peak: number;
  readonly given: number;
}

const read = (file: string): string => {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    // It has ended, or is somebody else's.
    return '';
  }
};

/**
 * The high-water marks of the processes that the emulator runs functions in, as Linux keeps them: Lambda's "Max Memory Used"
 * counts the same. `names` are the deployed functions by the names of their bundles. Empty where there is no /proc, or the
 * functions run elsewhere.
 */
export function peakMemories(names: ReadonlyMap<string, string>): PeakMemory[] {
  const peaks = new Map<string, PeakMemory>();
  const processes = process.platform === 'linux' ? readdirSync('/proc').filter((id) => /^\d+$/.test(id)) : [];
  for (const id of processes) {
    const variables = read(`/proc/${id}/environ`);
    const deployed = /(?:^|\0)AWS_LAMBDA_FUNCTION_NAME=([^\0]+)/.exec(variables)?.[1];
    const name = [...names].find(([, physical]) => physical === deployed)?.[0];
    if (name === undefined) continue;
    const given = Number(/(?:^|\0)AWS_LAMBDA_FUNCTION_MEMORY_SIZE=(\d+)/.exec(variables)?.[1]);
    const peak = Number(/^VmHWM:\s*(\d+) kB/m.exec(read(`/proc/${id}/status`))?.[1]) / 1024;
    if (peak > (peaks.get(name)?.peak ?? 0)) peaks.set(name, { name, peak, given });
  }
  return [...names.keys()].flatMap((name) => peaks.get(name) ?? []);
}
