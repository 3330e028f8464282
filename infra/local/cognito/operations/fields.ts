import * as v from 'valibot';

/** Fields that several operations share, with Cognito's own limits. */
const text = (maximum: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(maximum));

export const userPoolId = text(55);
export const clientId = text(128);
export const username = v.pipe(text(128), v.regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u));
export const token = v.pipe(v.string(), v.regex(/^[A-Za-z0-9\-_=.]+$/));
export const session = v.pipe(v.string(), v.minLength(20), v.maxLength(2048));

/** Cognito takes spaces inside a password but not at its ends, and no line breaks. */
export const password = v.pipe(text(256), v.regex(/^\S+.*\S+$/));

export const attributes = v.array(
  v.strictObject({ Name: text(32), Value: v.pipe(v.string(), v.maxLength(2048)) }),
);

/** What most administrator's calls are about. */
export const userOfPool = { UserPoolId: userPoolId, Username: username };
