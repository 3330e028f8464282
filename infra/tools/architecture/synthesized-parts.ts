import * as v from 'valibot';
import { allowances, readable, stageApp } from '../../stacks/tests/synthesized.ts';

/** One arrow of a diagram: from a part to a part, and what goes along it. */
export interface Flow {
  readonly from: string;
  readonly to: string;
  readonly what: string;
}

type Properties = Readonly<Record<string, unknown>>;

const templateSchema = v.object({
  Resources: v.record(
    v.string(),
    v.object({ Type: v.string(), Properties: v.optional(v.record(v.string(), v.unknown()), {}) }),
  ),
});

/** What the templates of a protected stage hold, by stack, as far as the diagrams show it. */
export interface Parts {
  readonly rights: Readonly<Record<string, readonly string[]>>;
  readonly resources: (type: string) => readonly { readonly id: string; readonly properties: Properties }[];
  /** A value of a template as the name of a part: `FunctionsaccountFunction.Arn` is `account`. */
  readonly part: (value: unknown) => string;
}

/** Synthesises the stage `prod`, without bundles, and reads its templates. */
export function synthesizedParts(): Parts {
  const { app } = stageApp('prod');
  const { stacks } = app.synth();
  const found = stacks.flatMap(({ template }) => Object.entries(v.parse(templateSchema, template).Resources));
  return {
    rights: allowances(app),
    resources: (type) =>
      found
        .filter(([, { Type }]) => Type === type)
        .map(([id, { Properties: properties }]) => ({ id: nameOf(id), properties })),
    part: (value) => nameOf(readable(value)),
  };
}

/** The name of a part, without what the library adds to it. */
function nameOf(reference: string): string {
  const name = reference
    .replace(/\.\w+$/, '')
    .replace(/[0-9A-F]{8}$/, '')
    .replace(/^Functions([a-z]\w*?)(?:Function)?$/, '$1');
  return name.replace(/^\w+\/Functions\/([\w-]+)\/Role$/, '$1');
}
