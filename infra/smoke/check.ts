/** One thing that must hold of a running Latchkey. */
export interface Check {
  /** What holds, as a sentence. */
  readonly name: string;
  /** Resolves to null where it does, else to what was found instead. A throw counts as that, too. */
  readonly run: () => Promise<string | null>;
}

export interface Finding {
  readonly name: string;
  /** Null where it holds. */
  readonly wrong: string | null;
}

/** Runs checks one after the other, and tells each as it is done. Never throws. */
export async function runChecks(
  checks: readonly Check[],
  tell: (finding: Finding) => void = () => undefined,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { name, run } of checks) {
    const wrong = await run().catch((error: unknown) =>
      error instanceof Error ? error.message : String(error),
    );
    findings.push({ name, wrong });
    tell({ name, wrong });
  }
  return findings;
}

/** Null where a value is what it should be. */
export function expected(what: string, value: unknown, wanted: unknown): string | null {
  return JSON.stringify(value) === JSON.stringify(wanted)
    ? null
    : `${what} is ${JSON.stringify(value)}, not ${JSON.stringify(wanted)}`;
}

/** The first of several findings that says something, or null. */
export function first(...findings: readonly (string | null)[]): string | null {
  return findings.find((finding) => finding !== null) ?? null;
}
