import { costOf, costRows, priced } from './costs.ts';
import type { Price } from './prices.ts';

const begin = '<!-- Written by `npx vitest run infra/tools/costs -u`: edit nothing from here -->';
const end = '<!-- to here -->';

const sizes = [1000, 100_000] as const;
const dollars = (amount: number) =>
  amount.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const count = (amount: number) => amount.toLocaleString('en', { maximumFractionDigits: 10 });

function priceText({ usd, per, free, unit }: Price): string {
  const what = per === 1 ? `a ${unit}` : `for ${count(per)} ${unit}`;
  return `${count(usd)} ${what}${free === undefined ? '' : `, after ${count(free)}`}`;
}

/** The table of costs, in Markdown: every figure from `prices.ts` and `costs.ts`. */
function costSection(): string {
  const rows = costRows.map(({ name, use }) => {
    const charges = priced(use(1000)).map(([, price]) => price);
    const seen = [...new Set(charges.map(({ seen: day }) => day ?? 'not seen lately'))].join(', ');
    const sources = [...new Set(charges.map(({ source }) => source))]
      .map((url) => `[page](${url})`)
      .join(' ');
    const figures = sizes.map((users) => dollars(costOf(use(users))));
    return `| ${name} | ${charges.map(priceText).join('; ')} | ${sources}, ${seen} | ${figures.join(' | ')} |`;
  });
  const sums = sizes.map((users) =>
    costRows
      .filter(({ optional }) => optional !== true)
      .reduce((sum, { use }) => sum + costOf(use(users)), 0),
  );
  return [
    begin,
    '',
    '| what | price | read | 1,000 users | 100,000 users |',
    '| --- | --- | --- | ---: | ---: |',
    ...rows,
    `| in all, without what is optional | | | ${sums.map((sum) => `**${dollars(sum)}**`).join(' | ')} |`,
    '',
    end,
  ].join('\n');
}

/** The document with its table exchanged. Throws where it has no place for one. */
export function withCosts(document: string): string {
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`docs/deploying.md needs the lines ${begin} and ${end}`);
  return document.slice(0, from) + costSection() + document.slice(to + end.length);
}
