/**
 * Looks every second and a half whether there is news, and puts in the parts of the page that changed. Everything else
 * the page does with links and a form.
 */
export const script = `
const parts = ['list', 'letter', 'count'];
const isOther = (here, there) => here && there && here.dataset.state !== there.dataset.state;

async function refresh() {
  if (!document.hidden) {
    try {
      const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
      const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const focused = document.activeElement?.id;
      for (const id of parts) {
        const here = document.getElementById(id);
        const there = next.getElementById(id);
        if (isOther(here, there)) here.replaceWith(there);
      }
      document.title = next.title;
      if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus();
      delete document.body.dataset.offline;
    } catch {
      document.body.dataset.offline = '';
    }
  }
  setTimeout(refresh, 1500);
}
setTimeout(refresh, 1500);
`;
