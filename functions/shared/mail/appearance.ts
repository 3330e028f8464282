/**
 * How every mail looks. Styles stand inline, since Gmail drops style sheets of forwarded mail; the sheet below only
 * adds what can't be inline: dark mode and narrow screens. Colours meet WCAG's 4.5:1, which a test computes.
 */
export const light = {
  page: '#f4f4f5',
  card: '#ffffff',
  line: '#e4e4e7',
  text: '#3f3f46',
  strong: '#18181b',
  muted: '#52525b',
  link: '#6d28d9',
  accent: '#7c3aed',
  onAccent: '#ffffff',
  tint: '#f5f3ff',
  tintLine: '#ddd6fe',
  onTint: '#4c1d95',
} as const;

export const dark = {
  page: '#09090b',
  card: '#18181b',
  line: '#3f3f46',
  text: '#d4d4d8',
  strong: '#fafafa',
  muted: '#a1a1aa',
  link: '#c4b5fd',
  accent: '#7c3aed',
  onAccent: '#ffffff',
  tint: '#251a45',
  tintLine: '#5b21b6',
  onTint: '#ede9fe',
} as const satisfies Record<keyof typeof light, string>;

// No quotes: the value stands in a style attribute.
const sans = 'font-family:-apple-system,BlinkMacSystemFont,Segoe UI,Roboto,Helvetica,Arial,sans-serif';
const mono = 'font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,Courier New,monospace';

export const styles = {
  body: `margin:0;padding:0;width:100%;background-color:${light.page}`,
  preheader: `display:none;font-size:1px;line-height:1px;max-height:0;max-width:0;opacity:0;overflow:hidden;mso-hide:all;color:${light.page}`,
  page: `background-color:${light.page};padding:32px 12px`,
  column: 'max-width:600px;width:100%',
  header: 'padding:0 40px 20px',
  brand: `${sans};font-size:17px;line-height:32px;font-weight:600;color:${light.strong};padding-left:10px`,
  monogram: `${sans};font-size:17px;line-height:32px;font-weight:700;color:${light.onAccent};background-color:${light.accent};border-radius:8px`,
  bar: `font-size:0;line-height:0;height:5px;background-color:${light.accent};border-radius:12px 12px 0 0`,
  card: `background-color:${light.card};border:1px solid ${light.line};border-top:0;border-radius:0 0 12px 12px;padding:34px 40px 20px`,
  heading: `${sans};margin:0 0 20px;font-size:24px;line-height:32px;font-weight:700;letter-spacing:-0.2px;color:${light.strong}`,
  paragraph: `${sans};margin:0 0 20px;font-size:16px;line-height:25px;color:${light.text}`,
  strong: `font-weight:600;color:${light.strong};word-break:break-word`,
  link: `color:${light.link};text-decoration:underline`,
  buttonBox: 'margin:0 0 12px',
  buttonCell: `background-color:${light.accent};border-radius:8px;mso-padding-alt:14px 28px`,
  button: `${sans};display:inline-block;padding:14px 28px;font-size:16px;line-height:20px;font-weight:600;color:${light.onAccent};text-decoration:none;border-radius:8px`,
  fallback: `${sans};margin:0 0 24px;font-size:13px;line-height:20px;color:${light.muted};word-break:break-all`,
  codeLabel: `${sans};margin:0 0 8px;font-size:16px;line-height:25px;color:${light.text}`,
  codeBox: 'margin:0 0 20px',
  code: `${mono};padding:16px 12px;font-size:26px;line-height:32px;font-weight:700;letter-spacing:3px;color:${light.onTint};background-color:${light.tint};border:1px solid ${light.tintLine};border-radius:8px`,
  facts: `margin:0 0 20px;border-top:1px solid ${light.line}`,
  factLabel: `${sans};padding:10px 16px 10px 0;font-size:14px;line-height:20px;font-weight:400;color:${light.muted};border-bottom:1px solid ${light.line};white-space:nowrap`,
  factValue: `${sans};padding:10px 0;font-size:14px;line-height:20px;color:${light.strong};border-bottom:1px solid ${light.line};word-break:break-word`,
  footer: `${sans};padding:24px 40px 0;font-size:13px;line-height:20px;color:${light.muted}`,
  footerLine: 'margin:0 0 8px',
} as const;

/** Rules for dark mode, once for the media query and once for Outlook's own attribute. */
function darkRules(prefix: string): string {
  const rules: Readonly<Record<string, string>> = {
    '.m-page': `background-color:${dark.page}!important`,
    '.m-card': `background-color:${dark.card}!important;border-color:${dark.line}!important`,
    '.m-strong': `color:${dark.strong}!important`,
    '.m-text': `color:${dark.text}!important`,
    '.m-muted': `color:${dark.muted}!important`,
    '.m-link': `color:${dark.link}!important`,
    '.m-line': `border-color:${dark.line}!important`,
    '.m-code': `color:${dark.onTint}!important;background-color:${dark.tint}!important;border-color:${dark.tintLine}!important`,
  };
  return Object.entries(rules)
    .map(([selector, rule]) => `${prefix}${selector}{${rule}}`)
    .join('');
}

/** The style sheet in the head. */
export const styleSheet = [
  ':root{color-scheme:light dark;supported-color-schemes:light dark}',
  'a[x-apple-data-detectors],u+#body a{color:inherit!important;text-decoration:none!important}',
  '@media (max-width:480px){.m-card{padding:28px 20px 12px!important}.m-head{padding:0 20px 16px!important}.m-foot{padding:20px 20px 0!important}.m-wide,.m-wide a{width:100%!important;box-sizing:border-box;text-align:center}.m-digits{font-size:22px!important;letter-spacing:2px!important}}',
  `@media (prefers-color-scheme:dark){${darkRules('')}}`,
  darkRules('[data-ogsc] '),
].join('\n');
