const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text as XML and HTML want it, in elements and in attributes. */
export function escapeXml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** One element of an XML document, made by the functions below. */
export interface XmlElement {
  readonly xml: string;
}

/** An element that holds text. */
export function textElement(name: string, text: string | number | boolean): XmlElement {
  return { xml: `<${name}>${escapeXml(String(text))}</${name}>` };
}

/** An element that holds others. */
export function element(name: string, children: readonly XmlElement[]): XmlElement {
  return { xml: `<${name}>${children.map(({ xml }) => xml).join('')}</${name}>` };
}

/** A whole document with one element as its root, of a namespace where one is given. */
export function xmlDocument(name: string, children: readonly XmlElement[], namespace?: string): string {
  const attribute = namespace === undefined ? '' : ` xmlns="${escapeXml(namespace)}"`;
  const inner = children.map(({ xml }) => xml).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${name}${attribute}>${inner}</${name}>`;
}
