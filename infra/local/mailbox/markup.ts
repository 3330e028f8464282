import { escapeXml } from '../xml.ts';

class SafeMarkup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Markup that is safe to send: only `html` makes it. */
export type Markup = SafeMarkup;

type Content = string | number | Markup | readonly Markup[];

/** Puts values into markup. What isn't markup itself is escaped, for elements and for quoted attributes. */
export function html(literals: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new SafeMarkup(literals.map((literal, index) => literal + textOf(values[index] ?? '')).join(''));
}

function textOf(value: Content): string {
  if (value instanceof SafeMarkup) return value.text;
  if (typeof value === 'object') return value.map(({ text }) => text).join('');
  return escapeXml(String(value));
}

/** Text in which web addresses can be followed. */
export function linked(text: string): Markup[] {
  return text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part, index) => (index % 2 === 1 ? html`<a href="${part}">${part}</a>` : html`${part}`));
}
