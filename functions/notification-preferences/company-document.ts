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
  const enabled = type.channels[channel] ?? false;
  if (type.mandatory.includes(channel)) return { enabled, state: 'mandatory', by: null, at: null };
  const lock = company.locks[type.id]?.[channel];
  if (lock !== undefined) return decided('lock', lock);
  const byDefault = company.defaults[type.id]?.[channel];
  if (byDefault !== undefined) return decided('default', byDefault);
  return { enabled, state: 'catalogue', by: null, at: null };
}

function decided(state: 'lock' | 'default', { enabled, by, at }: CompanyChoice): CompanyCell {
  return { enabled, state, by, at };
}
