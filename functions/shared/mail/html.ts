/** Markup that is safe to send. Only `html` makes it, since the class is not exported. */
class Markup {
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }

  /** The text of markup; throws for what only looks like it, which has no such field. */
  static textOf(markup: Markup): string {
    return markup.#markup;
  }
}
export type Html = Markup;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
}

/**
 * A tagged template for markup: literal parts stand as written, strings put into it are escaped for element
 * content and for quoted attributes alike. There is no way to put unescaped text in, so no caller can forget to.
 */
export function html(
  literals: TemplateStringsArray,
  ...values: readonly (string | Html | readonly Html[])[]
): Html {
  const parts = literals.flatMap((literal, index) => {
    const value = values[index] ?? '';
    if (typeof value === 'string') return [literal, escaped(value)];
    return [literal, ...(value instanceof Markup ? [value] : value).map((markup) => Markup.textOf(markup))];
  });
  return new Markup(parts.join(''));
}
