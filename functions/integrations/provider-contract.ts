import * as v from 'valibot';

/**
 * What each telephony provider is connected with. The forms of the site, the checks of the server and the
 * OpenAPI document are all made from these schemas.
 */

/** Told apart from text of the wrong form, so that the site can say "required". */
const text = v.string((issue) =>
  issue.received === 'undefined' || issue.received === 'null' ? 'required' : 'wrong-type',
);

/** Text of one shape, often pasted with a line break at its end; nothing here has space at its ends. */
function shaped(shape: RegExp, spelling: (value: string) => string = String) {
  return v.pipe(
    text,
    v.trim(),
    v.transform(spelling),
    v.nonEmpty('required'),
    v.maxLength(256, 'too-long'),
    v.regex(shape, 'invalid-value'),
  );
}

/** The same, where absent, null and blank all mean that it isn't set. */
function optional(shape: RegExp, spelling: (value: string) => string = String) {
  const filled = v.pipe(
    text,
    v.trim(),
    v.transform(spelling),
    v.maxLength(256, 'too-long'),
    v.check((value) => value === '' || shape.test(value), 'invalid-value'),
  );
  return v.pipe(
    v.nullish(filled, null),
    v.transform((value) => (value === '' ? null : value)),
  );
}

/** The names of hosts are the same in any case. */
const lower = (value: string) => value.toLowerCase();

const visible = /^[\x21-\x7e]{1,128}$/;
const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const hostName = `(?:${label}\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]`;

/** The trunk that calls leave by. A user name and its password are set together or not at all. */
const trunk = {
  sipUsername: optional(visible),
  sipPassword: optional(visible),
  /** E.164: what outbound calls show. */
  phoneNumber: optional(/^\+[1-9]\d{6,14}$/),
};

export const providerSchemas = {
  twilio: v.object({
    accountSid: shaped(/^AC[0-9a-f]{32}$/),
    authToken: shaped(/^[0-9a-f]{32}$/),
    /** The termination URI of an Elastic SIP Trunk, which may name an edge location. */
    sipDomain: optional(new RegExp(`^${label}\\.pstn(?:\\.${label})?\\.twilio\\.com$`), lower),
    ...trunk,
  }),
  telnyx: v.object({
    apiKey: shaped(/^KEY[\w-]{20,200}$/),
    sipDomain: optional(/^sip\.telnyx\.(?:com|eu|ca|com\.au)$/, lower),
    ...trunk,
  }),
  plivo: v.object({
    authId: shaped(/^[MS]A[A-Z0-9]{18}$/),
    authToken: shaped(/^[A-Za-z0-9+/=_-]{40}$/),
    /** The termination domain of a Zentrunk trunk. */
    sipDomain: optional(/^\d{6,32}\.zt\.plivo\.com$/, lower),
    ...trunk,
  }),
  /** A carrier of one's own. Whether the host is a public one, the server looks at. */
  byoc: v.object({
    host: shaped(new RegExp(`^(?:${hostName}|\\d{1,3}(?:\\.\\d{1,3}){3})$`), lower),
    port: v.pipe(
      v.number((issue) => (issue.received === 'undefined' ? 'required' : 'invalid-value')),
      v.check((port) => Number.isInteger(port) && port >= 1 && port <= 65_535, 'invalid-value'),
    ),
    transport: v.picklist(['tls', 'tcp', 'udp'], 'invalid-choice'),
    ...trunk,
  }),
} as const;

export type Provider = keyof typeof providerSchemas;
/** In the order in which the site shows them. */
export const providers = ['twilio', 'telnyx', 'plivo', 'byoc'] as const satisfies readonly Provider[];

type Schemas = (typeof providerSchemas)[Provider];
type FieldsOf<S> = S extends { entries: infer E } ? keyof E & string : never;
export type ProviderField = FieldsOf<Schemas>;

/**
 * How a field is shown once it is stored, and in which order: a `secret` never again, an `id` by its last four
 * characters, a `setting` as it is.
 */
export const fieldKinds: Record<ProviderField, 'secret' | 'id' | 'setting'> = {
  accountSid: 'id',
  authId: 'id',
  authToken: 'secret',
  apiKey: 'secret',
  sipDomain: 'setting',
  host: 'setting',
  port: 'setting',
  transport: 'setting',
  sipUsername: 'id',
  sipPassword: 'secret',
  phoneNumber: 'id',
};

/** Tells whether a name is that of a field of some provider. */
export function isProviderField(name: string): name is ProviderField {
  return Object.hasOwn(fieldKinds, name);
}

/** What a provider is connected with, once it has passed its schema. */
export type Credentials = v.InferOutput<Schemas>;
