/** What a User-Agent header tells of a device: the name and major version of its browser, its system, its kind. */
export interface UserAgent {
  /** `Firefox 141`; null for what is no browser that people use. */
  readonly browser: string | null;
  readonly os: string | null;
  readonly device: 'desktop' | 'mobile' | 'tablet' | 'other';
}

/** Browsers by their own token, in this order: most also carry those of Chrome and Safari, whose engine they share. */
const browsers: readonly (readonly [name: string, token: RegExp])[] = [
  ['Microsoft Edge', /\bEdg(?:e|A|iOS)?\/(\d+)/],
  ['Opera', /\b(?:OPR|OPT|Opera)\/(\d+)/],
  ['Samsung Internet for Android', /\bSamsungBrowser\/(\d+)/],
  ['Vivaldi', /\bVivaldi\/(\d+)/],
  ['Yandex Browser', /\bYaBrowser\/(\d+)/],
  ['UC Browser', /\bUCBrowser\/(\d+)/],
  ['DuckDuckGo', /\b(?:DuckDuckGo|Ddg)\/(\d+)/],
  ['Focus', /\bFocus\/(\d+)/],
  ['Firefox', /\b(?:Firefox|FxiOS)\/(\d+)/],
  ['Electron', /\bElectron\/(\d+)/],
  ['Chrome', /\b(?:Chrome|CriOS|HeadlessChrome)\/(\d+)/],
  ['Internet Explorer', /\b(?:MSIE |Trident\/[^/]*\brv:)(\d+)/],
  ['Safari', /\bVersion\/(\d+)[\d.]* (?:Mobile\/\w+ )?Safari\//],
];

const systems: readonly (readonly [name: string, token: RegExp])[] = [
  ['Windows', /\bWindows\b/],
  ['iOS', /\b(?:iPhone|iPad|iPod)\b/],
  ['macOS', /\bMac(?:intosh| OS X)/],
  ['Android', /\bAndroid\b/],
  ['Chrome OS', /\bCrOS\b/],
  ['Linux', /\bLinux\b/],
];

const desktops = new Set(['Windows', 'macOS', 'Chrome OS', 'Linux']);

function deviceOf(text: string, os: string | null): UserAgent['device'] {
  if (/\biPad\b|\bTablet\b/.test(text)) return 'tablet';
  if (os === 'iOS') return 'mobile';
  // Google's rule: an Android phone says Mobile, a tablet does not.
  if (os === 'Android') return /\bMobile\b/.test(text) ? 'mobile' : 'tablet';
  return os !== null && desktops.has(os) ? 'desktop' : 'other';
}

/**
 * Reads a User-Agent header. Only what people are shown of a session: the browsers that they use, not robots and televisions.
 * A library that knows them all is a tenth of what every function loads at its start.
 */
export function readUserAgent(text: string): UserAgent {
  const os = systems.find(([, token]) => token.test(text))?.[0] ?? null;
  // Without a system it is a program, whatever it claims to be.
  if (os === null) return { browser: null, os, device: 'other' };
  for (const [name, token] of browsers) {
    const version = token.exec(text)?.[1];
    if (version !== undefined) return { browser: `${name} ${version}`, os, device: deviceOf(text, os) };
  }
  return { browser: null, os, device: deviceOf(text, os) };
}
