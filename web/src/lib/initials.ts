/** The first letter of the first and of the last word of a name, in capitals; empty when it has no letter. */
export function initials(name: string): string {
  const words = name.split(/[\s.-]+/u).filter((word) => /^['’]?\p{L}/u.test(word));
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends
    .map((word) => /\p{L}\p{M}*/u.exec(word ?? '')?.[0] ?? '')
    .join('')
    .toLocaleUpperCase();
}
