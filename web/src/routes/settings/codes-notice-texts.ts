/** The words of the notice after a sign-in with a recovery code. */
export const codesNoticeTexts = {
  title: (left: number): string =>
    left === 0
      ? 'You used your last recovery code'
      : `You used a recovery code: ${left === 1 ? '1 is' : `${left} are`} left`,
  text: 'It will not work again. If you have lost your codes or your phone, make new codes now.',
  makeNew: 'Make new codes',
};
