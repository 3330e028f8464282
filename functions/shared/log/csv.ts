/**
 * A table as CSV (RFC 4180): every cell quoted, lines ended by CR LF. A cell that a spreadsheet would run as a
 * formula is defused by an apostrophe before it (OWASP "CSV injection"): names and reasons in logs are typed by
 * people, and not only by friends.
 */
export function csvOf(columns: readonly string[], rows: readonly (readonly (string | null)[])[]): string {
  return [columns, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

// The full-width forms are formulas, too, where the spreadsheet's language has them.
const runs = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/u;

function cell(value: string | null): string {
  const text = value ?? '';
  return `"${(runs.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}
