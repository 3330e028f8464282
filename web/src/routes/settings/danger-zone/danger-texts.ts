/** The words of the Danger Zone tab. */
export const dangerTexts = {
  export: {
    title: 'Download my data',
    description: 'Everything that is stored about you and the companies that you own, as a zip file of JSON',
  },
  title: 'Danger Zone',
  description: 'Irreversible and destructive actions',
  delete: {
    title: 'Delete Account',
    text: 'Permanently delete your account and all associated data. You can take it back for some days; after that it cannot be undone.',
    action: 'Delete Account',
  },
  reset: {
    title: 'Reset All Data',
    text: (company: string): string =>
      `Delete all call logs, recordings, transcripts, feedback and analytics of ${company}. Agents and settings are preserved. It happens at once and cannot be undone.`,
    action: 'Reset Data',
    ofOwners: (company: string): string => `Only owners of ${company} can reset its data.`,
    whoOwns: 'See who they are',
    yourCompany: 'your company',
  },
};
