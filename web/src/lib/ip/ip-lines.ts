import { readLine } from '#functions/ip-allowlist/entry-contract.ts';
import { lineSentences, lineTexts as texts } from './line-texts.ts';

/** What is wrong with one line of a list, or worth a word. Lines are counted from 1. */
export interface LineMessage {
  readonly line: number;
  readonly text: string;
  readonly message: string;
}

/** An entry as one line says it, normalised. */
export interface LineEntry {
  readonly line: number;
  readonly cidr: string;
  readonly label: string | null;
}

export interface ReadLines {
  /** Each network once, in the order of the lines. */
  readonly entries: readonly LineEntry[];
  readonly errors: readonly LineMessage[];
  /** What was written differently, or left out for being there already. */
  readonly notes: readonly LineMessage[];
}

/** The lines of a text, whatever ends them where it was copied from. */
export function linesOf(text: string): string[] {
  return text.split(/\r\n|[\n\r\u0085\u2028\u2029]/);
}

/**
 * Reads a list as it is typed or pasted: one address or network a line, a comment after `#`. Lines that are empty or
 * a comment only say nothing. Every line that is wrong is told by its number.
 *
 * @param known the networks of the list that the text is added to
 */
export function readLines(text: string, known: ReadonlySet<string> = new Set()): ReadLines {
  const entries: LineEntry[] = [];
  const errors: LineMessage[] = [];
  const notes: LineMessage[] = [];
  const lineOf = new Map<string, number>();
  for (const [index, typed] of linesOf(text).entries()) {
    const [line, address] = [index + 1, typed.replace(/#.*/, '').trim()];
    const read = readLine(typed);
    if (!read.ok) errors.push({ line, text: address || typed.trim(), message: lineSentences(read.reason) });
    if (!read.ok || read.entry === null) continue;
    const { cidr } = read.entry;
    const first = lineOf.get(cidr);
    if (first !== undefined) notes.push({ line, text: address, message: texts.sameAs(first) });
    else if (known.has(cidr)) notes.push({ line, text: address, message: texts.known });
    else {
      entries.push({ line, ...read.entry });
      if (cidr !== address) notes.push({ line, text: address, message: texts.keptAs(cidr) });
    }
    if (first === undefined) lineOf.set(cidr, line);
  }
  return { entries, errors, notes };
}
