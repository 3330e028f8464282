/** Every page is a static file, named `<path>.html`; what depends on the person is fetched by the browser. */
export const prerender = true;
export const trailingSlash = 'never';
