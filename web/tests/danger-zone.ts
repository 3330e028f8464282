import type { Locator, Page } from 'playwright-core';

import { password, type StackClient } from '#infra/local/tests/running-stack.ts';

/** Opens the Danger Zone tab. */
export async function openDangerZone(page: Page, { url }: StackClient): Promise<void> {
  await page.goto(`${url}/settings/danger-zone`);
  await page.getByRole('heading', { name: 'Danger Zone' }).waitFor();
}

/** Opens the dialog that deletes the account, and waits for what it has found out. */
export async function askToDelete(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Delete Account' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete your account?' });
  await dialog.getByText('What will be deleted').waitFor();
  return dialog;
}

/** What an erasure asks for each time. */
export interface Proof {
  readonly word: string;
  readonly password?: string;
  readonly code?: string;
}

/** Fills in the proof. */
export async function fillProof(dialog: Locator, proof: Proof): Promise<void> {
  await dialog.getByLabel(/Type [A-Z]+ to confirm/).fill(proof.word);
  await dialog.getByLabel('Password', { exact: true }).fill(proof.password ?? password);
  if (proof.code !== undefined) await dialog.getByLabel(/Code from your app/).fill(proof.code);
}

/** Goes through the whole dialog; gives when it is over, on the page that is left. */
export async function scheduleDeletion(page: Page, stack: StackClient, code?: string): Promise<void> {
  await openDangerZone(page, stack);
  await (await askToDelete(page)).getByRole('button', { name: 'Continue' }).click();
  const confirm = page.getByRole('dialog', { name: 'Confirm the deletion' });
  await fillProof(confirm, { word: 'DELETE', ...(code === undefined ? {} : { code }) });
  await confirm.getByRole('button', { name: 'Delete my account' }).click();
  await bannerOf(page).getByRole('timer').waitFor();
}

/** The banner of an account that waits for its deletion. */
export function bannerOf(page: Page): Locator {
  return page.getByRole('alert').filter({ hasText: 'Your account is going to be deleted' });
}
