import type { Handle } from '@sveltejs/kit/hooks';

/** Runs while pages are built: has them preload the typeface beside their scripts. */
export const handle: Handle = ({ event, resolve }) =>
  resolve(event, { preload: ({ type }) => type === 'js' || type === 'css' || type === 'font' });
