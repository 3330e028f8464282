import { renderHtml } from './html-part.ts';
import type { Block, Fact, Inline, Mail, MailLook } from './mail-description.ts';
import { renderText } from './text-part.ts';

export interface RenderedMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

// Long enough for any device and address that people have; what is longer was made up.
const longestFact = 100;

/**
 * One line of text without control characters and without marks that turn the writing direction: a value can't
 * add a header, a line to the text part, or show itself backwards.
 */
export function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, ' ').replaceAll(/[\u202A-\u202E\u2066-\u2069]/g, '');
}

function cleanInline(part: Inline): Inline {
  if (typeof part === 'string') return oneLine(part);
  return 'strong' in part ? { strong: oneLine(part.strong) } : part;
}

function cleanFact({ label, value }: Fact): Fact {
  return { label, value: [...oneLine(value)].slice(0, longestFact).join('') };
}

function cleanBlock(block: Block): Block {
  switch (block.kind) {
    case 'paragraph':
      return { ...block, content: block.content.map(cleanInline) };
    case 'facts':
      return { ...block, facts: block.facts.map(cleanFact) };
    case 'button':
    case 'code':
      return block;
  }
}

/** Renders a mail's subject, HTML and text part from its one description. */
export function renderMail(mail: Mail, settings: MailLook): RenderedMail {
  const clean: Mail = {
    ...mail,
    subject: oneLine(mail.subject),
    greeting: oneLine(mail.greeting),
    blocks: mail.blocks.map(cleanBlock),
  };
  return { subject: clean.subject, html: renderHtml(clean, settings), text: renderText(clean, settings) };
}
