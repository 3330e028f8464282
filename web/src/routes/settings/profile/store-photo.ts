import { removeAvatar, saveAvatar } from '#functions/avatar/contract.ts';
import { call } from '#lib/api/call.ts';
import type { Problem } from '#lib/api/problem.ts';
import { fieldMessage, problemMessage } from '#lib/messages.ts';
import { toasts } from '#lib/state/toasts.svelte.ts';
import type { ProfilePage } from './profile-page.svelte.ts';
import { partTexts as texts } from './part-texts.ts';

/** Stores a prepared photo; gives the sentence to show when it failed. */
export async function savePhoto(page: ProfilePage, photo: Blob): Promise<string | null> {
  const outcome = await call(saveAvatar, { binary: photo });
  if (!outcome.ok) return sentence(outcome.problem);
  const { avatarUrl, version } = outcome.data;
  show(page, avatarUrl, version);
  toasts.success(texts.photoSaved);
  return null;
}

/** Removes the photo; gives the sentence to show when it failed. */
export async function removePhoto(page: ProfilePage): Promise<string | null> {
  const outcome = await call(removeAvatar, {});
  if (!outcome.ok) return sentence(outcome.problem);
  show(page, null, Number(outcome.etag?.replaceAll('"', '')));
  toasts.success(texts.photoRemoved);
  return null;
}

/** With more than this change in between, the next save has to find out what else there was. */
function show(page: ProfilePage, avatarUrl: string | null, version: number): void {
  const nothingElse = version === (page.profile?.version ?? 0) + 1;
  page.patch(nothingElse ? { avatarUrl, version } : { avatarUrl });
}

function sentence(problem: Problem): string {
  const [error] = problem.errors;
  return error === undefined ? problemMessage(problem) : fieldMessage(error.path, error.reason);
}
