/** What the tab says from the start; the words of its cards come with them. */
export const tabTexts = {
  loadFailed: 'Your notification preferences could not be loaded',
  undo: 'Undo',
  undone: 'Undone',
};
