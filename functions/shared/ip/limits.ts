/** The most entries that a person's own list may have. */
export const mostOwnEntries = 100;
/** The most entries that a company's list may have. */
export const mostCompanyEntries = 10_000;
