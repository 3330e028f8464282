/**
 * Remembers what has the focus. The function that it gives puts it back there, or on the page where that is gone: a toast
 * goes with its button as that is pressed.
 */
export function rememberFocus(): () => void {
  const before = document.activeElement;
  return () => {
    const place = before?.isConnected ? before : document.querySelector('#content');
    if (place instanceof HTMLElement) place.focus({ preventScroll: true });
  };
}
