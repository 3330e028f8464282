import type { FunctionName } from '../bundle.ts';

/**
 * The memory of each function, in MB. None needs it for its data: at its heaviest work none had more than 130 MB (the deploy
 * suite measures them, docs/deploying.md has the table). It is chosen for the processor, of which Lambda gives a whole one
 * with 1,769 MB and in proportion less.
 */
export const memory: Readonly<Record<FunctionName, number>> = {
  // Somebody waits for the answer, and for a cold start before it: three fifths of a processor.
  identity: 1024,
  account: 1024,
  media: 1024,
  danger: 1024,
  integrations: 1024,
  channels: 1024,
  // A batch at a time that nobody waits for: what they take is their share of a processor's price, and stays so.
  mailer: 512,
  expand: 512,
  sweep: 512,
  // No client of AWS in it, or one call for each message: twice what they need at most.
  outbox: 256,
  feedback: 256,
  answers: 256,
  chain: 256,
  // A thousand deliveries a run, many stores at once, archives that are packed: work for the processor.
  deliver: 1024,
  erasure: 1024,
  exporter: 1024,
};
