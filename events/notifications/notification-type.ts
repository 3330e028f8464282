import * as v from 'valibot';

/** The ways to reach a person, in the order of the grid. */
export const channels = ['in-app', 'email', 'push', 'sms'] as const;
export type Channel = (typeof channels)[number];

/** What types are grouped by; a digest is chosen per category. */
export const notificationCategories = [
  'messages',
  'work',
  'billing',
  'company',
  'reports',
  'product',
  'security',
] as const;
export type NotificationCategory = (typeof notificationCategories)[number];

export const notificationRoles = ['owner', 'admin', 'member'] as const;
export type NotificationRole = (typeof notificationRoles)[number];

/** What a text may say besides the notification's data. */
export interface TextContext {
  /** The company's name; null where the notification concerns the person alone. */
  readonly company: string | null;
  readonly product: string;
  /** The receiver's; UTC where none is known. */
  readonly timezone: string;
}

/** A mail's words; the sender adds greeting, link, footer and the HTML. */
export interface EmailText {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  readonly facts?: readonly { readonly label: string; readonly value: string }[];
  /** What the button says that leads to the notification's page. */
  readonly action: string;
}

interface ShortText {
  readonly title: string;
  readonly body: string;
}

/** What each channel is told. Plain text throughout: escaping is the business of whoever renders it. */
export interface ChannelText {
  readonly 'in-app': ShortText;
  readonly email: EmailText;
  readonly push: ShortText;
  readonly sms: string;
}

/** The words of one channel, from the notification's data. */
export type TextOf<C extends Channel, D> = (data: D, context: TextContext) => ChannelText[C];

type Texts<D> = { readonly [C in Channel]?: TextOf<C, D> };

/** What a type is, whatever its data. */
interface Description {
  readonly id: string;
  readonly category: NotificationCategory;
  /** The row in the grid: a few words, and when it comes in one sentence. */
  readonly title: string;
  readonly description: string;
  /** Who can receive it: nobody else sees its row, or gets it when it goes to all. */
  readonly audience: readonly NotificationRole[];
  /** Whether a channel is on when nobody chose otherwise. A channel left out can never carry it. */
  readonly channels: Readonly<Partial<Record<Channel, boolean>>>;
  /** Channels that nobody can turn off. */
  readonly mandatory: readonly Channel[];
  /**
   * Who mails it. `mailer`: the security mail of the lifecycle event that it is a copy of, so that no second mail
   * is sent and the type has no text for one.
   */
  readonly mailedBy: 'pipeline' | 'mailer';
}

type Data = Record<string, unknown>;

export interface NotificationTypeInput<S extends v.GenericSchema<Data, Data>> extends Omit<
  Description,
  'mailedBy'
> {
  readonly mailedBy?: 'mailer';
  /** Of what the publisher sends along: every text in it is bounded. */
  readonly data: S;
  readonly texts: Texts<v.InferOutput<S>>;
  /** Where it leads on the site or in the product; null leaves that to the publisher's `url`. */
  readonly path: (data: v.InferOutput<S>) => string | null;
  readonly sample: v.InferInput<S>;
}

/** A notification type. Texts and path take data as it was stored or published, and throw when it does not fit. */
export interface NotificationType extends Description {
  readonly data: v.GenericSchema<Data, Data>;
  readonly texts: Texts<unknown>;
  readonly path: (data: unknown) => string | null;
  readonly sample: Data;
}

/** Declares a notification type; its texts see only data that its schema has let through. */
export function defineNotificationType<S extends v.GenericSchema<Data, Data>>(
  input: NotificationTypeInput<S>,
): NotificationType {
  const { texts } = input;
  function parsed<C extends Channel>(text: TextOf<C, v.InferOutput<S>> | undefined) {
    if (text === undefined) return undefined;
    const checked: TextOf<C, unknown> = (data, context) => text(v.parse(input.data, data), context);
    return checked;
  }
  const [inApp, email, push, sms] = [
    parsed(texts['in-app']),
    parsed(texts.email),
    parsed(texts.push),
    parsed(texts.sms),
  ];
  return {
    ...input,
    mailedBy: input.mailedBy ?? 'pipeline',
    texts: {
      ...(inApp && { 'in-app': inApp }),
      ...(email && { email }),
      ...(push && { push }),
      ...(sms && { sms }),
    },
    path: (data) => input.path(v.parse(input.data, data)),
  };
}
