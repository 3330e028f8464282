/** What a person's first company is called until somebody renames it. */
export function firstCompanyName(name: string): string {
  return `${name}’s company`;
}
