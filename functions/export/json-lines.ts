/** A list as JSON, an entry on each line, written as it is read. */
export async function* jsonList(pages: AsyncIterable<readonly unknown[]>): AsyncGenerator<string> {
  let begun = false;
  for await (const page of pages) {
    if (page.length === 0) continue;
    const text = page.map((entry) => `  ${JSON.stringify(entry)}`).join(',\n');
    yield `${begun ? ',' : '['}\n${text}`;
    begun = true;
  }
  yield begun ? '\n]\n' : '[]\n';
}

/** One thing as JSON, to be read by people, too. */
export async function* jsonOf(value: unknown): AsyncGenerator<string> {
  yield await Promise.resolve(`${JSON.stringify(value, null, 2)}\n`);
}
