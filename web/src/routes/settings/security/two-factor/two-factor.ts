import type { OutputOf } from '#functions/shared/contract.ts';
import type { enrolAuthenticator, getTwoFactor } from '#functions/two-factor/contract.ts';

export type TwoFactor = OutputOf<typeof getTwoFactor>;
export type Enrolment = OutputOf<typeof enrolAuthenticator>;
