/** What is wrong with how the stack was started, in one sentence for whoever started it. */
export class StartError extends Error {}
