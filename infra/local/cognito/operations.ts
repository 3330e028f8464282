import { adminRespondToAuthChallenge } from './operations/answer-challenge.ts';
import { describeUserPool, describeUserPoolClient, getUserPoolMfaConfig } from './operations/describe.ts';
import {
  adminDeleteSoftwareToken,
  adminSetUserMfaPreference,
  associateSoftwareToken,
  setUserMfaPreference,
  verifySoftwareToken,
} from './operations/factors.ts';
import type { Operation } from './operations/operation.ts';
import {
  completeWebAuthnRegistration,
  deleteWebAuthnCredential,
  listWebAuthnCredentials,
  startWebAuthnRegistration,
} from './operations/passkeys.ts';
import { adminSetUserPassword, changePassword } from './operations/passwords.ts';
import { adminInitiateAuth } from './operations/sign-in.ts';
import { adminConfirmSignUp, signUp } from './operations/sign-up.ts';
import { adminUserGlobalSignOut, getUser, globalSignOut, revokeToken } from './operations/tokens.ts';
import {
  adminCreateUser,
  adminDeleteUser,
  adminDisableUser,
  adminEnableUser,
  adminGetUser,
  adminUpdateUserAttributes,
  listUsers,
} from './operations/users.ts';

/** The operations that Latchkey calls, by their names on the wire. Any other is UnknownOperationException. */
export const operations = new Map<string, Operation>(
  Object.entries({
    AdminConfirmSignUp: adminConfirmSignUp,
    AdminCreateUser: adminCreateUser,
    AdminDeleteSoftwareToken: adminDeleteSoftwareToken,
    AdminDeleteUser: adminDeleteUser,
    AdminDisableUser: adminDisableUser,
    AdminEnableUser: adminEnableUser,
    AdminGetUser: adminGetUser,
    AdminInitiateAuth: adminInitiateAuth,
    AdminRespondToAuthChallenge: adminRespondToAuthChallenge,
    AdminSetUserMFAPreference: adminSetUserMfaPreference,
    AdminSetUserPassword: adminSetUserPassword,
    AdminUpdateUserAttributes: adminUpdateUserAttributes,
    AdminUserGlobalSignOut: adminUserGlobalSignOut,
    AssociateSoftwareToken: associateSoftwareToken,
    ChangePassword: changePassword,
    CompleteWebAuthnRegistration: completeWebAuthnRegistration,
    DeleteWebAuthnCredential: deleteWebAuthnCredential,
    DescribeUserPool: describeUserPool,
    DescribeUserPoolClient: describeUserPoolClient,
    GetUser: getUser,
    GetUserPoolMfaConfig: getUserPoolMfaConfig,
    GlobalSignOut: globalSignOut,
    ListUsers: listUsers,
    ListWebAuthnCredentials: listWebAuthnCredentials,
    RevokeToken: revokeToken,
    SetUserMFAPreference: setUserMfaPreference,
    SignUp: signUp,
    StartWebAuthnRegistration: startWebAuthnRegistration,
    VerifySoftwareToken: verifySoftwareToken,
  }),
);
