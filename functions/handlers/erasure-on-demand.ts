import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { photoStore } from '#functions/avatar/photo-store.ts';
import { archiveStore } from '#functions/erasure/archive.ts';
import { exportArchives } from '#functions/erasure/export-archives.ts';
import { clientSettings } from '#functions/shared/aws/client-settings.ts';
import { userPoolAdmin } from '#functions/shared/aws/user-pool-admin.ts';
import { newId } from '#functions/shared/ids.ts';
import { recordingObjects } from '#functions/shared/records/recording-objects.ts';

/** What an erasure empties besides tables, by the names that a deploy gives them. */
export interface StoreNames {
  readonly userPool: string;
  readonly photos: string;
  readonly recordings: string;
  readonly exports: string;
  readonly archive: string;
}

/** Opens the user pool and the buckets: what `erasure` loads when one of them is emptied first. */
export function openStores({ userPool, photos, recordings, exports, archive }: StoreNames) {
  const objects = { ...clientSettings(), forcePathStyle: true };
  return {
    pool: userPoolAdmin(new CognitoIdentityProviderClient(clientSettings()), userPool),
    photos: photoStore(objects, photos, newId),
    recordings: recordingObjects(objects, recordings),
    exports: exportArchives(objects, exports),
    archive: archiveStore(objects, archive),
  };
}
