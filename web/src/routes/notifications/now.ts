/** This moment, as the API writes it. */
export const now = (): string => new Date().toISOString();
