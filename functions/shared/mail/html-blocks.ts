import { light, styles } from './appearance.ts';
import { html, type Html } from './html.ts';
import type { Block, Inline } from './mail-description.ts';

function inline(part: Inline): Html {
  if (typeof part === 'string') return html`${part}`;
  if ('strong' in part)
    return html`<strong class="m-strong" style="${styles.strong}">${part.strong}</strong>`;
  return html`<a class="m-link" href="${part.link}" style="${styles.link}">${part.label}</a>`;
}

function buttonBlock(label: string, url: string): Html {
  return html`<table
      role="presentation"
      class="m-wide"
      border="0"
      cellpadding="0"
      cellspacing="0"
      style="${styles.buttonBox}"
    >
      <tr>
        <td align="center" bgcolor="${light.accent}" style="${styles.buttonCell}">
          <a href="${url}" style="${styles.button}">${label}</a>
        </td>
      </tr>
    </table>
    <p class="m-muted" style="${styles.fallback}">
      Or open this address:<br />
      <a class="m-link" href="${url}" style="${styles.link}">${url}</a>
    </p>`;
}

function codeBlock(label: string, code: string): Html {
  return html`<p class="m-text" style="${styles.codeLabel}">${label}</p>
    <table
      role="presentation"
      width="100%"
      border="0"
      cellpadding="0"
      cellspacing="0"
      style="${styles.codeBox}"
    >
      <tr>
        <td class="m-code m-digits" align="center" bgcolor="${light.tint}" style="${styles.code}">${code}</td>
      </tr>
    </table>`;
}

/** The one table of a mail that holds data, so it has row headers and no presentation role. */
function factsBlock(facts: readonly { label: string; value: string }[]): Html {
  const rows = facts.map(
    ({ label, value }) =>
      html`<tr>
        <th scope="row" class="m-muted m-line" align="left" valign="top" style="${styles.factLabel}">
          ${label}
        </th>
        <td class="m-strong m-line" align="left" valign="top" width="99%" style="${styles.factValue}">
          ${value}
        </td>
      </tr>`,
  );
  return html`<table
    class="m-line"
    width="100%"
    border="0"
    cellpadding="0"
    cellspacing="0"
    style="${styles.facts}"
  >
    ${rows}
  </table>`;
}

/** One block of a mail as markup. */
export function blockHtml(block: Block): Html {
  switch (block.kind) {
    case 'paragraph':
      return html`<p class="m-text" style="${styles.paragraph}">${block.content.map(inline)}</p>`;
    case 'button':
      return buttonBlock(block.label, block.url);
    case 'code':
      return codeBlock(block.label, block.code);
    case 'facts':
      return factsBlock(block.facts);
  }
}
