import type { Section } from './sections.ts';
import { printTable } from './table.ts';

/** Names that are no section's. */
export function unknownNames(sections: readonly Section[], names: readonly string[]): string[] {
  return names.filter((name) => sections.every((section) => section.name !== name));
}

/**
 * Measures and prints the sections of these names, or all. One that fails is told, and the others are still run; gives
 * the names of those that failed.
 */
export async function runSections(sections: readonly Section[], names: readonly string[]): Promise<string[]> {
  const failed: string[] = [];
  for (const { name, heading, columns, rows } of sections) {
    if (names.length > 0 && !names.includes(name)) continue;
    try {
      printTable(heading, columns, await rows());
    } catch (error) {
      failed.push(name);
      console.error(`\n${heading}\n  could not be measured:`, error);
    }
  }
  return failed;
}
