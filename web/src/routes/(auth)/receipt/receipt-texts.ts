/** The words of the page that shows a receipt by its number. */
export const receiptPageTexts = {
  title: 'Receipt of a deletion',
  description: 'What was deleted, what is kept, and why. The number stands in the last mail about it.',
  number: 'Number of the receipt',
  hint: '26 letters and digits; hyphens and case do not matter',
  show: 'Show the receipt',
  showing: 'Looking…',
  noNumber: 'This is no number of a receipt: those have 26 letters and digits',
  notFound: 'There is no receipt with this number. Check it for a typing error.',
  another: 'Show another one',
};
