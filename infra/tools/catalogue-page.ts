import type { LifecycleEvent } from '#events/envelope.ts';
import { lifecycleEvents } from '#events/lifecycle/catalogue.ts';
import { notificationRequested } from '#events/notification-requested.ts';
import { notificationTypes } from '#events/notifications/catalogue.ts';
import {
  channels,
  notificationCategories,
  type NotificationType,
} from '#events/notifications/notification-type.ts';
import { categoryTitles, channelTitles } from '#events/notifications/titles.ts';
import { sampleRequest } from '#events/notifications/sample-request.ts';

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}

function channelCell(type: NotificationType, channel: (typeof channels)[number]): string {
  const byDefault = type.channels[channel];
  if (byDefault === undefined) return '–';
  if (type.mandatory.includes(channel)) return '**always**';
  return byDefault ? 'on' : 'off';
}

function audienceOf({ audience }: NotificationType): string {
  return audience.length === 3 ? 'everybody' : audience.map((role) => `${role}s`).join(', ');
}

function typeRows(category: NotificationType['category']): string[][] {
  return notificationTypes
    .filter((type) => type.category === category)
    .map((type) => [
      `\`${type.id}\``,
      type.description,
      audienceOf(type),
      ...channels.map((channel) => channelCell(type, channel)),
    ]);
}

function sampleOf(type: NotificationType): string {
  const { to, data } = sampleRequest(type, '');
  const published = type.mailedBy === 'mailer' ? 'Latchkey itself' : 'the product';
  return [
    `### \`${type.id}\``,
    '',
    `Published by ${published}, to ${to.kind === 'audience' ? audienceOf(type) : 'those named'} by default. Its data:`,
    '',
    '```json',
    JSON.stringify(data, null, 2),
    '```',
  ].join('\n');
}

function eventRow({ type, version, description }: LifecycleEvent): string[] {
  return [`\`${type}\``, String(version), description];
}

/** The page of everything that goes over the bus, made from the declarations in `events/`. */
export function cataloguePage(): string {
  const sections = notificationCategories.map((category) =>
    [
      `## ${categoryTitles[category]}`,
      '',
      table(
        ['type', 'when', 'who', ...channels.map((channel) => channelTitles[channel])],
        typeRows(category),
      ),
    ].join('\n'),
  );
  return `${[
    '# What goes over the bus',
    'Made from the declarations in `events/` (`npx vitest run infra/tools/catalogue-page.test.ts -u`); a test fails when it is not true any more.',
    `A product has somebody told of something by publishing \`${notificationRequested}\` with one of the types below. “On” and “off” are what applies while nobody chose otherwise: a company’s admins can set a default or lock it, and each person can choose for themself where nothing is locked. “Always” can’t be turned off. A dash: the type never comes that way.`,
    ...sections,
    '## Samples',
    ...notificationTypes.map(sampleOf),
    '## Lifecycle events',
    'What Latchkey emits, with `source` `latchkey`. Each has a sample in `events/samples/`.',
    table(['type', 'version', 'when'], lifecycleEvents.map(eventRow).toSorted()),
  ].join('\n\n')}\n`;
}
