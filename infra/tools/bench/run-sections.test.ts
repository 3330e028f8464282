import { expect, onTestFinished, test, vi } from 'vitest';
import { runSections, unknownNames } from './run-sections.ts';
import type { Section } from './sections.ts';

function setup() {
  onTestFinished(() => void vi.restoreAllMocks());
  const printed = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const told = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const section = (name: string, rows: Section['rows']): Section => ({
    name,
    heading: `About ${name}`,
    columns: ['figure'],
    rows,
  });
  const sections = [
    section('broken', () => Promise.reject(new Error('no such bundle'))),
    section('whole', () => Promise.resolve([{ name: 'a row', figures: ['7 ms'] }])),
  ];
  return { printed, told, sections };
}

test('a section that fails is told with its error, and the next is measured all the same', async () => {
  const { printed, told, sections } = setup();
  expect(await runSections(sections, [])).toEqual(['broken']);
  expect(told).toHaveBeenCalledExactlyOnceWith(
    expect.stringContaining('About broken'),
    new Error('no such bundle'),
  );
  expect(printed.mock.lastCall?.[0]).toMatch(/About whole[^]*a row +7 ms/);
});

test('names choose sections, and a name of none is found', async () => {
  const { told, sections } = setup();
  expect(await runSections(sections, ['whole'])).toEqual([]);
  expect(told).not.toHaveBeenCalled();
  expect(unknownNames(sections, ['whole', 'wohle'])).toEqual(['wohle']);
});
