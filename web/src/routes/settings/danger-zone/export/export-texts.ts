/** The words of what has become of an export. */
export const exportTexts = {
  start: 'Prepare a download',
  starting: 'Starting…',
  again: 'Prepare a new one',
  loadFailed: 'Your last export could not be loaded',
  preparing: 'Your data is being put together',
  preparingText: 'You can leave this page: a mail tells you when it is ready.',
  progressLabel: 'Progress of the export',
  ready: 'Your data is ready',
  readyText: (size: string, until: string): string => `${size}, good until ${until}`,
  download: 'Download',
  downloading: 'Opening…',
  downloaded: 'The download has begun',
  expired: 'The last download has expired',
  expiredText: 'It could be fetched for 24 hours. Prepare a new one; it has what is stored now.',
  failed: 'The export did not succeed',
  failedText: 'Nothing is lost. Prepare it once more; if it fails again, contact support.',
  none: 'No download is prepared',
  noneText:
    'It takes a few minutes, and you get a mail when it is ready. The link in it is good for 24 hours.',
};
