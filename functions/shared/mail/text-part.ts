import type { Block, Fact, Inline, Mail, MailLook } from './mail-description.ts';

function inline(part: Inline): string {
  if (typeof part === 'string') return part;
  return 'strong' in part ? part.strong : `${part.label} (${part.link})`;
}

function factLines(facts: readonly Fact[]): string {
  const width = Math.max(...facts.map(({ label }) => label.length)) + 2;
  return facts.map(({ label, value }) => `${`${label}:`.padEnd(width)}${value}`).join('\n');
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return block.content.map(inline).join('');
    case 'button':
      return `${block.label}:\n${block.url}`;
    case 'code':
      return `${block.label}\n${block.code}`;
    case 'facts':
      return factLines(block.facts);
  }
}

/** The text part: the same blocks in the same order, one empty line between them. */
export function renderText(mail: Mail, settings: MailLook): string {
  const { productName, siteUrl, supportEmail } = settings;
  const footer = [
    mail.why,
    ...(mail.links ?? []).map(({ label, url }) => `${label}: ${url}`),
    ...(supportEmail === '' ? [] : [`Questions? Write to ${supportEmail}.`]),
    `${productName} · ${siteUrl}`,
  ];
  const parts = [
    mail.heading,
    '='.repeat(mail.heading.length),
    '',
    mail.greeting,
    ...mail.blocks.flatMap((block) => ['', renderBlock(block)]),
    '',
    '----',
    ...footer,
  ];
  return `${parts.join('\n')}\n`;
}
