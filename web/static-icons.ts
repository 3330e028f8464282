import * as v from 'valibot';
import type { Plugin } from 'vite';

/** A shape and its attributes, as Lucide writes them down. */
const shapeSchema = v.tuple([v.string(), v.record(v.string(), v.string())]);
type Shape = v.InferOutput<typeof shapeSchema>;
const iconSchema = v.object({ node: v.array(shapeSchema) });

const iconFile = /\/@lucide\/svelte\/dist\/icons\/[a-z0-9-]+\.svelte$/;
const iconData = /const iconData = (\{.*\});/;

/**
 * Compiles Lucide's icons to plain markup. As delivered, each is data for a component that makes its elements at
 * run time; as markup they need no code of their own, which spares the settings page about 4 kB. They keep their
 * import paths and types and take a `class`; everything else is fixed: 24 × 24 units, `currentColor`, hidden from
 * screen readers, since text always says what an icon shows.
 */
export function staticIcons(): Plugin {
  return {
    name: 'latchkey-static-icons',
    enforce: 'pre',
    transform: {
      filter: { id: iconFile },
      handler(code) {
        const data = iconData.exec(code)?.[1];
        if (data === undefined) return this.error('This icon is not laid out as Lucide’s icons were.');
        return { code: iconComponent(v.parse(iconSchema, JSON.parse(data)).node), map: null };
      },
    },
  };
}

/** The source of a component that draws the shapes. */
export function iconComponent(shapes: Shape[]): string {
  const drawn = shapes.map(([name, attributes]) => {
    const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`);
    return `<${name}${written.join('')}/>`;
  });
  return `<script>let { class: extra } = $props();</script><svg class={extra} viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${drawn.join('')}</svg>`;
}
