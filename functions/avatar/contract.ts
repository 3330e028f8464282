import * as v from 'valibot';
import { defineOperation } from '#functions/shared/contract.ts';

/** Greatest size of a stored photo in bytes (DESIGN section 4, "Profile"). */
export const maxAvatarBytes = 512 * 1024;
/** A stored photo's width and height in pixels. */
export const avatarPixels = 512;

export const saveAvatar = defineOperation({
  id: 'save-avatar',
  summary: 'Store the profile photo: a square PNG, JPEG or WebP of 512 pixels without metadata',
  method: 'PUT',
  path: '/api/user/avatar',
  function: 'media',
  access: 'session',
  binaryBody: { contentTypes: ['image/png', 'image/jpeg', 'image/webp'], maxBytes: maxAvatarBytes },
  status: 200,
  output: v.object({ avatarUrl: v.string(), version: v.number() }),
  reasons: ['invalid-input'],
});

export const removeAvatar = defineOperation({
  id: 'remove-avatar',
  summary: 'Remove the profile photo; the initials stand in for it. The ETag is that of the profile then',
  method: 'DELETE',
  path: '/api/user/avatar',
  function: 'media',
  access: 'session',
  status: 204,
  reasons: [],
});
