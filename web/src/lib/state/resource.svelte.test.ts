import { expect, it } from 'vitest';
import { localProblem } from '#lib/api/problem.ts';

import { Resource } from './resource.svelte.ts';

type Answer = { ok: true; data: string } | { ok: false; problem: ReturnType<typeof localProblem> };

it('keeps what was read when a later reading fails, and says why that failed', async () => {
  const answers: Answer[] = [
    { ok: true, data: 'first' },
    { ok: false, problem: localProblem('offline') },
    { ok: true, data: 'second' },
  ];
  const resource = new Resource(() => Promise.resolve(answers.shift()!));
  await resource.load();
  expect([resource.data, resource.problem]).toEqual(['first', null]);
  await resource.load();
  expect([resource.data, resource.problem?.reason]).toEqual(['first', 'offline']);
  await resource.load();
  expect([resource.data, resource.problem]).toEqual(['second', null]);
});

it('shows the answer to what was asked last, whichever comes last', async () => {
  const waiting: ((answer: Answer) => void)[] = [];
  const resource = new Resource(() => new Promise<Answer>((resolve) => waiting.push(resolve)));
  const loads = [resource.load(), resource.load()];
  waiting[1]?.({ ok: true, data: 'newer' });
  waiting[0]?.({ ok: true, data: 'older' });
  await Promise.all(loads);
  expect(resource.data).toBe('newer');
});
