import type { Fact, Letter } from './letters.ts';
import { html, linked } from './markup.ts';
import type { Markup } from './markup.ts';

export const views = ['html', 'phone', 'text', 'headers'] as const;
export type View = (typeof views)[number];

export const sections = { mail: '/__local/mail', previews: '/__local/mail/previews' } as const;
export type Section = keyof typeof sections;

export interface PageModel {
  readonly section: Section;
  /** As many as are listed. */
  readonly letters: readonly Letter[];
  readonly total: number;
  /** What the addresses have to contain. */
  readonly filter: string;
  /** To choose a filter from. */
  readonly addresses: readonly string[];
  readonly selected: Letter | undefined;
  /** Whether somebody chose the letter, or it is only the first. */
  readonly chosen: boolean;
  readonly view: View;
}

const viewNames = {
  html: 'HTML',
  phone: 'Phone',
  text: 'Text',
  headers: 'Headers',
} as const satisfies Record<View, string>;

/** What the page is called, with the number of mails, so that a tab in the background tells of new ones. */
export function titleOf({ section, total }: PageModel): string {
  return section === 'mail' ? `Mailbox (${total}) · Latchkey` : 'Mail previews · Latchkey';
}

/** What stands in the page's body. */
export function renderPage(model: PageModel): Markup {
  const { section, chosen } = model;
  const entry = (name: Section, label: string) =>
    html`<a href="${sections[name]}" ${name === section ? html` aria-current="page"` : ''}>${label}</a>`;
  return html`<p class="offline" role="status">
      The local stack does not answer. This page goes on when it is back.
    </p>
    <div class="top">
      <h1>${mark}${section === 'mail' ? 'Mailbox' : 'Mail previews'}</h1>
      <nav aria-label="Sections">
        ${entry('mail', 'Mailbox')} ${entry('previews', 'Previews')} <a href="/">Site</a>
      </nav>
    </div>
    <main class="panes${chosen ? ' chosen' : ''}">
      <section class="side" aria-label="${section === 'mail' ? 'Mails' : 'Templates'}">
        ${section === 'mail' ? filterForm(model) : ''} ${list(model)}
      </section>
      ${letter(model)}
    </main>`;
}

const mark = html`<svg viewBox="0 0 32 32" aria-hidden="true">
  <rect width="32" height="32" rx="9" fill="#6d28d9" />
  <g fill="none" stroke="#fff" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round">
    <rect x="7" y="10" width="18" height="13" rx="2" />
    <path d="m8 12 8 6 8-6" />
  </g>
</svg>`;

function filterForm({ filter, addresses, total }: PageModel): Markup {
  return html`<form role="search">
      <label class="hidden" for="filter">Only mail to an address that contains</label>
      <input
        id="filter"
        type="search"
        name="to"
        value="${filter}"
        placeholder="Filter by address"
        list="addresses"
        autocomplete="off"
        spellcheck="false"
      />
      <datalist id="addresses">
        ${addresses.map((address) => html`<option value="${address}"></option>`)}
      </datalist>
      <button>Filter</button>
    </form>
    <p id="count" data-state="${total}" class="hidden" aria-live="polite">
      ${total} ${total === 1 ? 'mail' : 'mails'}
    </p>`;
}

function list(model: PageModel): Markup {
  const { section, letters, total, filter, selected } = model;
  const state = [total, letters[0]?.id ?? '', selected?.id ?? '', filter].join(' ');
  const items = letters.map((one) => {
    const current = one.id === selected?.id ? html` aria-current="true"` : '';
    return html`<li>
      <a id="item-${one.id}" href="${address(model, { id: one.id })}" ${current}>
        <span class="label">${one.label}</span>${one.sentAt === null ? '' : moment(one.sentAt)}
        <span class="subject">${one.subject}</span>
      </a>
    </li>`;
  });
  const rest = total - letters.length;
  return html`<div class="list" id="list" data-state="${state}">
    ${
      items.length === 0
        ? html`<p class="note">${filter === '' ? 'Nothing yet.' : `No mail to “${filter}”.`}</p>`
        : html`<ol>
            ${items}
          </ol>`
    }
    ${rest > 0 ? html`<p class="note">${rest} older ones are not listed: filter by address to find them.</p>` : ''}
    ${filter === '' ? '' : html`<p class="note"><a href="${sections[section]}">Show all mail</a></p>`}
  </div>`;
}

function letter(model: PageModel): Markup {
  const { selected, view, section } = model;
  if (!selected) {
    return html`<section class="letter" id="letter" data-state="">
      <p class="empty">
        <strong>No mail here yet</strong>What Latchkey sends on this machine arrives on this page.
        <a href="/sign-up">Sign up</a> to get the first.
      </p>
    </section>`;
  }
  const offered = views.filter((one) => one !== 'headers' || selected.headers.length > 0);
  const tabs = offered.map((one) => {
    const current = one === view ? html` aria-current="page"` : '';
    const kind = one === 'phone' ? html` class="wide"` : '';
    return html`<a
      id="view-${one}"
      ${kind}
      href="${address(model, { id: selected.id, view: one })}"
      ${current}
      >${viewNames[one]}</a
    >`;
  });
  const { sentAt } = selected;
  const facts = [
    ...selected.facts.map(fact),
    ...(sentAt === null
      ? []
      : [
          html`<dt>Sent</dt>
            <dd>${moment(sentAt, true)}</dd>`,
        ]),
  ];
  return html`<section class="letter" id="letter" aria-label="Mail" data-state="${selected.id} ${view}">
    <header>
      <a class="back" href="${address(model, {})}">← ${section === 'mail' ? 'All mail' : 'All templates'}</a>
      <h2>${selected.subject}</h2>
      <dl>${facts}</dl>
      <nav class="tabs" aria-label="Views">${tabs}</nav>
    </header>
    ${content(model, selected)}
  </section>`;
}

function content({ section, view }: PageModel, selected: Letter): Markup {
  if (view === 'text') return html`<div class="body"><pre>${linked(selected.text)}</pre></div>`;
  if (view === 'headers') return html`<div class="body"><dl>${selected.headers.map(fact)}</dl></div>`;
  if (selected.html === '') return html`<p class="empty">This mail has no HTML part.</p>`;
  const source = `${sections[section]}/html?id=${encodeURIComponent(selected.id)}`;
  return html`<div class="body framed ${view}">
    <iframe title="The mail" sandbox="${frameRights}" src="${source}"></iframe>
  </div>`;
}

/** Links lead out of the frame; nothing in it runs. */
export const frameRights =
  'allow-top-navigation-by-user-activation allow-popups allow-popups-to-escape-sandbox';

function fact({ name, value }: Fact): Markup {
  return html`<dt>${name}</dt>
    <dd>${value}</dd>`;
}

/** The page's own address with a letter and a view of it. A view stays from letter to letter. */
function address({ section, filter, view }: PageModel, to: { id?: string; view?: View }): string {
  const query = new URLSearchParams();
  if (filter !== '') query.set('to', filter);
  if (to.id !== undefined) query.set('id', to.id);
  const wanted = to.view ?? view;
  if (wanted !== 'html') query.set('view', wanted);
  return query.size === 0 ? sections[section] : `${sections[section]}?${query.toString()}`;
}

const short = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const long = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'long' });

/** A moment in this machine's zone, which is that of whoever looks. */
function moment(iso: string, inFull = false): Markup {
  return html`<time datetime="${iso}">${(inFull ? long : short).format(new Date(iso))}</time>`;
}
