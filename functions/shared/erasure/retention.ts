import { recordCategories, type RecordCategory } from '../records/categories.ts';

/** What is kept of a deleted company's records for the tax office. */
export const keptForBilling: ReadonlySet<string> = new Set<RecordCategory>(['billing-records']);

/** How long: ten years, the longest that the usual tax codes ask for. */
export const keptBillingDays = 3653;

/** Everything else goes. */
export const erasedCategories = recordCategories.filter((category) => !keptForBilling.has(category));

/** How long a line stands in the log of a company. */
export const keptLogDays = 365;

/** How far back DynamoDB restores a table to any point in time. */
export const backupDays = 35;
