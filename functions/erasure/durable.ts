/**
 * What a workflow needs of a durable execution. Steps are done at least once, and their results are kept: after a kill
 * the workflow runs again from its beginning, and what was done is not done again but remembered. So everything that
 * reads the world or changes it is in a step, and results hold nothing that names a person.
 */
export interface Durable {
  /** Does work, again and again until it succeeds, and remembers its result. */
  step<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Sleeps without anything running. */
  wait(name: string, seconds: number): Promise<void>;
  /** Asks somebody outside, and waits for their answer for so long; tells whether one came. */
  ask(name: string, request: (callbackId: string) => Promise<void>, seconds: number): Promise<boolean>;
  /** Does several things side by side; each has steps of its own. */
  together<T>(name: string, branches: readonly ((durable: Durable) => Promise<T>)[]): Promise<T[]>;
}
