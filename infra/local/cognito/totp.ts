import { generateSecret, verifySync } from 'otplib';

/** Seconds. */
const period = 30;

/** A secret as long as Cognito's: 32 bytes, 52 characters of base32. */
export const newSecret = () => generateSecret({ length: 32 });

/** The time step whose code this is, one step before or after the present one allowed; undefined if it is none. */
export function stepOf(secret: string, code: string, now: Date): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const epoch = Math.floor(now.getTime() / 1000);
  const result = verifySync({ secret, token: code, epoch, period, epochTolerance: period });
  return result.valid && 'timeStep' in result ? result.timeStep : undefined;
}
