import ConflictDialog from './ConflictDialog.svelte';
import { compareProfiles, resolveConflict } from './conflict.ts';

/** What a conflict needs, fetched when there is one. */
export const conflictPart = { ConflictDialog, compareProfiles, resolveConflict };
