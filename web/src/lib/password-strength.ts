import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';

const estimator = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });

/**
 * How hard a password is to guess: 0 (at once) to 4 (very hard). `personal` are words that somebody who knows the
 * person would try. Heavy (about a hundred kilobytes), so it is imported when a password is first typed.
 */
export function passwordStrength(password: string, personal: readonly string[]): 0 | 1 | 2 | 3 | 4 {
  // Beyond a hundred characters the estimate only takes longer.
  return estimator.check(password.slice(0, 100), [...personal]).score;
}
