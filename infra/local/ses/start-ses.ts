import { join } from 'node:path';

import type { FaultMode, StandInAnswer, StandInRequest } from '../stand-in-server.ts';
import { startStandInServer } from '../stand-in-server.ts';
import { bareAddress } from './addresses.ts';
import type { FeedbackEvent } from './feedback.ts';
import { feedbackOn } from './feedback.ts';
import { openMailStore } from './mail-store.ts';
import type { MailFilter } from './mail-store.ts';
import type { StoredMail, Submission } from './stored-mail.ts';
import { partsSubmission, rawSubmission } from './submissions.ts';
import { refused, sent, SesError } from './wire.ts';

export interface SesOptions {
  /** Mails are kept in `ses/` below it. */
  readonly stateDir: string;
  /** Default: a free one. */
  readonly port?: number;
  readonly now?: () => Date;
  /** Addresses and domains that may send; without it anybody may. */
  readonly identities?: readonly string[];
  /** Without it every name is one of a configuration set. */
  readonly configurationSets?: readonly string[];
  /**
   * Receives what the configuration set of a mail publishes (EventBridge: source `aws.ses`). A send is acknowledged
   * when it has resolved, so that a kill loses no event of an acknowledged mail.
   */
  readonly onFeedback?: (event: FeedbackEvent) => Promise<void> | void;
}

export interface Ses {
  readonly endpoint: string;
  /** The mails that were sent, newest first. */
  messages(filter?: MailFilter): StoredMail[];
  fault(mode: FaultMode): void;
  close(): Promise<void>;
}

/** Twice a message of the greatest size in Base64, so that a longer one is refused in SES's words. */
const longestBody = 32 * 1024 * 1024;

/** Starts the local stand-in for SES (v1, query protocol). An acknowledged mail is in its file. */
export async function startSes(options: SesOptions): Promise<Ses> {
  const { stateDir, port, now = () => new Date(), onFeedback } = options;
  const store = await openMailStore(join(stateDir, 'ses'));

  const answer = async (request: StandInRequest): Promise<StandInAnswer> => {
    try {
      const parameters = new URLSearchParams(request.body.toString());
      const action = parameters.get('Action') ?? '';
      demandSignature(request);
      const submission = await read(action, parameters);
      demandKnown(submission, options);
      const mail = await store.add(submission, now());
      for (const event of feedbackOn(mail, now())) await onFeedback?.(event);
      return sent(action, mail.id);
    } catch (error) {
      if (error instanceof SesError) return refused(error);
      throw error;
    }
  };

  const server = await startStandInServer({ ...(port === undefined ? {} : { port }), longestBody, answer });
  return { ...server, messages: (filter) => store.find(filter) };
}

function read(action: string, parameters: URLSearchParams) {
  switch (action) {
    case 'SendRawEmail':
      return rawSubmission(parameters);
    case 'SendEmail':
      return partsSubmission(parameters);
    default:
      throw new SesError('InvalidAction', `Could not find operation ${action} for version 2010-12-01`);
  }
}

/** Refuses what is set up nowhere, as SES does. */
function demandKnown(submission: Submission, { identities, configurationSets }: SesOptions): void {
  const sender = bareAddress(submission.from).toLowerCase();
  const domain = sender.slice(sender.lastIndexOf('@') + 1);
  if (identities?.every((identity) => ![sender, domain].includes(identity.toLowerCase())) === true) {
    throw new SesError(
      'MessageRejected',
      `Email address is not verified. The following identities failed the check: ${sender}`,
    );
  }
  const set = submission.configurationSet;
  if (set !== null && configurationSets?.includes(set) === false) {
    throw new SesError('ConfigurationSetDoesNotExist', `Configuration set <${set}> does not exist.`);
  }
}

/** Signatures are not verified, but an unsigned call would fail when deployed. */
function demandSignature({ headers }: StandInRequest): void {
  if (headers.authorization?.startsWith('AWS4-HMAC-SHA256 ') === true) return;
  throw new SesError('MissingAuthenticationToken', 'Request is missing Authentication Token', 403);
}
