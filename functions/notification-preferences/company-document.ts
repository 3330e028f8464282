import type { Channel, NotificationType } from '#events/notifications/notification-type.ts';
import type {
  CompanyChoice,
  CompanyNotifications,
} from '#functions/shared/notifications/preferences-item.ts';
import type { CompanyCell, CompanyDefaults } from './documents.ts';
import { companyRows } from './rows.ts';

/** The document of what a company decided for its members. */
export function companyDocument(company: CompanyNotifications, offered: readonly Channel[]): CompanyDefaults {
  return {
    channels: [...offered],
    types: companyRows(offered).map(({ type, channels }) => ({
      id: type.id,
      category: type.category,
      title: type.title,
      description: type.description,
      cells: Object.fromEntries(channels.map((channel) => [channel, cellOf(type, channel, company)])),
    })),
    version: company.version,
  };
}

function cellOf(type: NotificationType, channel: Channel, company: CompanyNotifications): CompanyCell {
  const catalogue = type.channels[channel] ?? false;
  const lock = company.locks[type.id]?.[channel];
  const byDefault = company.defaults[type.id]?.[channel];
  const { enabled, by, at } = lock ?? byDefault ?? { enabled: catalogue, by: null, at: null };
  return { enabled, catalogue, state: stateOf(type.mandatory.includes(channel), lock, byDefault), by, at };
}

function stateOf(
  mandatory: boolean,
  lock: CompanyChoice | undefined,
  byDefault: CompanyChoice | undefined,
): CompanyCell['state'] {
  if (mandatory) return 'mandatory';
  if (lock !== undefined) return 'lock';
  return byDefault === undefined ? 'catalogue' : 'default';
}
