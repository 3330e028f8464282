/** What every mail shows of the stage that sends it. */
export interface MailLook {
  /** Without a trailing slash. */
  readonly siteUrl: string;
  readonly productName: string;
  /** Empty where the stage has none. */
  readonly supportEmail: string;
}

/** Running text: plain, emphasised (an address, a date), or a link. */
export type Inline = string | { readonly strong: string } | { readonly link: string; readonly label: string };

export interface Fact {
  readonly label: string;
  readonly value: string;
}

export type Block =
  | { readonly kind: 'paragraph'; readonly content: readonly Inline[] }
  | { readonly kind: 'button'; readonly label: string; readonly url: string }
  | { readonly kind: 'code'; readonly label: string; readonly code: string }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] };

/**
 * One mail, said once: the HTML and the text part are both rendered from it. It holds plain text only; escaping
 * is the renderers' business.
 */
export interface Mail {
  /** Names the mail among those of its event; the receipt and the SES tag carry it. */
  readonly id: string;
  /** Exactly one address, as stored (CVE-2023-7028: never a list, never what a request said). */
  readonly to: string;
  readonly subject: string;
  /** The line that mailboxes show beside the subject. */
  readonly preheader: string;
  readonly heading: string;
  readonly greeting: string;
  readonly blocks: readonly Block[];
  /** Why the receiver gets this mail; stands in the footer. */
  readonly why: string;
  /** Links below that, such as to the settings. */
  readonly links?: readonly { readonly label: string; readonly url: string }[];
  /** Where mail programs unsubscribe by one POST (RFC 8058); never on mandatory mail. */
  readonly unsubscribeUrl?: string;
}

export function paragraph(...content: readonly Inline[]): Block {
  return { kind: 'paragraph', content };
}

export function button(label: string, url: string): Block {
  return { kind: 'button', label, url };
}

export function codeBlock(label: string, code: string): Block {
  return { kind: 'code', label, code };
}

export function strong(text: string): Inline {
  return { strong: text };
}

export function link(label: string, url: string): Inline {
  return { link: url, label };
}
