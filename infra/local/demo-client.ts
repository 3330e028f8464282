/** Calls the API as a browser at this site would; gives the answer, and throws when it is a refusal. */
export async function call(
  url: string,
  method: string,
  path: string,
  body?: object,
  cookie?: string,
): Promise<Response> {
  const response = await send(url, method, path, body, cookie);
  if (response.ok) return response;
  throw new Error(`${method} ${path} answered ${String(response.status)}: ${await response.text()}`);
}

/** The same, for a caller who wants to see refusals, too. */
export function send(
  url: string,
  method: string,
  path: string,
  body?: object,
  cookie?: string,
): Promise<Response> {
  return fetch(`${url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', origin: url, ...(cookie === undefined ? {} : { cookie }) },
    body: body === undefined ? null : JSON.stringify(body),
  });
}
