import type { SavedField } from './draft.ts';
import type { PhotoProblem } from './photo-file.ts';
import { profileTexts } from './profile-texts.ts';

/** The words of the parts that are fetched when they are used: dialogs, the list of time zones, a pending address. */
export const partTexts = {
  photoSaved: 'Photo updated',
  photoRemoved: 'Photo removed',
  removePhotoTitle: 'Remove your photo?',
  removePhotoText: 'Your initials will be shown instead, to everybody who sees you.',
  removePhotoConfirm: 'Remove photo',
  removingPhoto: 'Removing…',
  cropTitle: 'Crop your photo',
  cropDescription: 'Drag to move, scroll or pinch to zoom. What is in the circle will be shown.',
  cropArea: 'Photo. Arrow keys move it, plus and minus zoom.',
  zoom: 'Zoom',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  savePhoto: 'Save photo',
  savingPhoto: 'Saving…',
  photoNotEncoded: 'Your browser could not prepare the picture. Try another picture or another browser.',
  timezones: 'Time zones',
  popularZones: 'Popular',
  allZones: 'All time zones',
  foundZones: 'Matching time zones',
  noZone: 'No time zone matches. Try a city, such as Berlin, or an offset, such as +5:30.',
  zoneCount: (count: number): string =>
    count === 0 ? 'No time zones' : count === 1 ? '1 time zone' : `${count} time zones`,
  pendingEmail: (email: string): string => `Waiting for confirmation of ${email}`,
  pendingEmailText: 'Open the link that we mailed there. Until then you go on using your old address.',
  resend: 'Send again',
  withdraw: 'Withdraw',
  resent: (email: string): string => `Confirmation sent again to ${email}`,
  withdrawn: 'Email change withdrawn',
  emailDialogTitle: 'Change email address',
  emailDialogText: (email: string): string =>
    `We mail a link to the new address, good for 24 hours. Until you open it, ${email} stays your address.`,
  newEmail: 'New email address',
  newEmailPlaceholder: 'you@example.com',
  sendConfirmation: 'Send confirmation',
  sending: 'Sending…',
  confirmationSent: (email: string): string => `Confirmation sent to ${email}`,
  conflictTitle: 'Your profile was changed elsewhere',
  conflictText: 'Choose what to keep for each field, then save. Nothing you typed is lost.',
  mine: 'What you typed',
  theirs: 'Saved elsewhere',
  empty: 'Empty',
  conflictSave: 'Save this choice',
  conflictBack: 'Back to the form',
};

export const fieldTitles: Record<SavedField, string> = {
  name: profileTexts.name,
  company: profileTexts.company,
  phone: profileTexts.phone,
  timezone: profileTexts.timezone,
};

export const photoProblems: Record<PhotoProblem, string> = {
  'photo-not-image': 'Choose a PNG, JPEG or WebP picture.',
  'photo-too-large': 'This file is larger than 20 MB. Choose a smaller one.',
  'photo-too-many-pixels': 'This picture has more than 100 megapixels. Choose a smaller one.',
  'photo-too-small': 'This picture is too small. It needs at least 128 × 128 pixels.',
  'photo-unreadable': 'This picture is damaged and could not be opened. Choose another one.',
};
