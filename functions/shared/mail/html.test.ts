import { expect, test } from 'vitest';
import { html } from './html.ts';

test('what is put into markup can leave neither an element nor an attribute', () => {
  const hostile = `"><img src=x onerror='alert(1)'>&lt;`;
  const markup = html`<a title="${hostile}">${hostile}</a>`.toString();
  const escaped = '&quot;&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;&amp;lt;';
  expect(markup).toBe(`<a title="${escaped}">${escaped}</a>`);
});

test('markup nests, also as lists', () => {
  const items = ['a', '<b>'].map((text) => html`<i>${text}</i>`);
  expect(html`<p>${items}</p>`.toString()).toBe('<p><i>a</i><i>&lt;b&gt;</i></p>');
});

test('what only looks like markup is refused', () => {
  const forged = [{ toString: () => '<script>' }];
  expect(() => html`<p>${forged as never}</p>`).toThrow(TypeError);
});
