/**
 * Keeps the press of a button that comes before the page runs, and presses it when it does. Pages are painted before
 * their scripts are there: without this a press would be lost, or a form be sent to where nobody reads it. Links work
 * by themselves, and what is typed stays where it is.
 *
 * The build puts this into the head of every page (boot-script.ts). The root layout says that the page runs.
 */
{
  let held: HTMLButtonElement | null = null;

  const hold = (event: MouseEvent): void => {
    const button = event.target instanceof Element ? event.target.closest('button') : null;
    if (button === null) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (held !== null) held.ariaBusy = null;
    held = button;
    held.ariaBusy = 'true';
  };

  // Return in a field is a click, too: on the button of its form.
  addEventListener('click', hold, true);
  addEventListener(
    'latchkey:running',
    () => {
      removeEventListener('click', hold, true);
      if (held === null) return;
      held.ariaBusy = null;
      held.click();
    },
    { once: true },
  );
}
