import { light, styles, styleSheet } from './appearance.ts';
import { blockHtml } from './html-blocks.ts';
import { html, type Html } from './html.ts';
import type { Mail, MailLook } from './mail-description.ts';

// Fills the preview line of mailboxes after the preheader, which would else show the first words of the mail.
const filler = html`${Array.from({ length: 60 }, () => html`&#847;&zwnj;&nbsp;`)}`;

function header({ productName, siteUrl }: MailLook): Html {
  const initial = [...productName.trim()][0] ?? '';
  return html`<table role="presentation" border="0" cellpadding="0" cellspacing="0">
    <tr>
      <td
        aria-hidden="true"
        align="center"
        width="32"
        height="32"
        bgcolor="${light.accent}"
        style="${styles.monogram}"
      >
        ${initial}
      </td>
      <td class="m-strong" style="${styles.brand}">
        <a class="m-strong" href="${siteUrl}" style="color:${light.strong};text-decoration:none"
          >${productName}</a
        >
      </td>
    </tr>
  </table>`;
}

function footer(mail: Mail, { productName, siteUrl, supportEmail }: MailLook): Html {
  const support =
    supportEmail === ''
      ? html``
      : html`<p style="${styles.footerLine}">
          Questions? Write to
          <a class="m-link" href="mailto:${supportEmail}" style="${styles.link}">${supportEmail}</a>.
        </p>`;
  const links = (mail.links ?? []).map(
    ({ label, url }, index) =>
      html`${index === 0 ? '' : ' · '}<a class="m-link" href="${url}" style="${styles.link}">${label}</a>`,
  );
  return html`<p style="${styles.footerLine}">${mail.why}</p>
    ${links.length === 0 ? html`` : html`<p style="${styles.footerLine}">${links}</p>`} ${support}
    <p style="${styles.footerLine}">
      ${productName} · <a class="m-link" href="${siteUrl}" style="${styles.link}">${new URL(siteUrl).host}</a>
    </p>`;
}

/**
 * The HTML part: one column of at most 600 px out of tables, which Outlook needs (it renders with Word; the
 * conditional table gives it the width that it doesn't take from `max-width`). No remote content.
 */
export function renderHtml(mail: Mail, settings: MailLook): string {
  return html`<!doctype html>
    <html lang="en" dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no" />
        <meta name="x-apple-disable-message-reformatting" />
        <title>${mail.subject}</title>
        <style>
          ${styleSheet}
        </style>
      </head>
      <body id="body" class="m-page" style="${styles.body}">
        <div style="${styles.preheader}">${mail.preheader}${filler}</div>
        <table
          role="presentation"
          class="m-page"
          width="100%"
          border="0"
          cellpadding="0"
          cellspacing="0"
          bgcolor="${light.page}"
        >
          <tr>
            <td align="center" class="m-page" style="${styles.page}">
              <!--[if mso]><table role="presentation" width="600" border="0" cellpadding="0" cellspacing="0"><tr><td><![endif]-->
              <table
                role="presentation"
                width="100%"
                border="0"
                cellpadding="0"
                cellspacing="0"
                style="${styles.column}"
              >
                <tr>
                  <td align="left" class="m-head" style="${styles.header}">${header(settings)}</td>
                </tr>
                <tr>
                  <td aria-hidden="true" height="5" bgcolor="${light.accent}" style="${styles.bar}">
                    &nbsp;
                  </td>
                </tr>
                <tr>
                  <td align="left" class="m-card" bgcolor="${light.card}" style="${styles.card}">
                    <h1 class="m-strong" style="${styles.heading}">${mail.heading}</h1>
                    <p class="m-text" style="${styles.paragraph}">${mail.greeting}</p>
                    ${mail.blocks.map(blockHtml)}
                  </td>
                </tr>
                <tr>
                  <td align="left" class="m-foot m-muted" style="${styles.footer}">
                    ${footer(mail, settings)}
                  </td>
                </tr>
              </table>
              <!--[if mso]></td></tr></table><![endif]-->
            </td>
          </tr>
        </table>
      </body>
    </html> `.toString();
}
