const devices: [pattern: RegExp, name: string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android device'],
  [/Macintosh/, 'Mac'],
  [/Windows/, 'Windows computer'],
  [/CrOS/, 'Chromebook'],
  [/Linux/, 'Linux computer'],
];

/** A first name for a passkey of this device, which nobody else's passkey of the same kind has. */
export function suggestName(userAgent: string, taken: readonly string[]): string {
  const [, name = 'Passkey'] = devices.find(([pattern]) => pattern.test(userAgent)) ?? [];
  for (let count = 1; ; count += 1) {
    const candidate = count === 1 ? name : `${name} ${count}`;
    if (!taken.includes(candidate)) return candidate;
  }
}
