import { dataFlows, eventFlows, requestFlows } from './flows.ts';
import { type Flow, type Parts } from './synthesized-parts.ts';

const begin = '<!-- Written by `npm run architecture`: edit nothing from here -->';
const end = '<!-- to here -->';

/** Names of parts that are shown otherwise than in the templates. */
const shown: Readonly<Record<string, string>> = {
  api: 'HTTP API',
  Table: 'table',
  Avatars: 'photos',
  UserPool: 'Cognito',
  IntegrationsKey: 'key of integrations',
  Bus: 'bus',
  clock: 'every minute',
};

/** `MailDeadLetters` is "mail dead letters". */
function labelOf(part: string): string {
  return shown[part] ?? part.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

/** A diagram of arrows. Node ids are the names of parts, so that the same part is drawn once. */
function diagram(flows: readonly Flow[], first: readonly string[] = []): string {
  const id = (part: string) => part.replaceAll(/\W/g, '_');
  const parts = [...new Set(flows.flatMap(({ from, to }) => [from, to]))].toSorted();
  return [
    '```mermaid',
    'flowchart LR',
    ...first.map((line) => `  ${line}`),
    ...parts.map((part) => `  ${id(part)}["${labelOf(part)}"]`),
    ...flows.map(({ from, to, what }) => `  ${id(from)} -- "${what}" --> ${id(to)}`),
    '```',
  ].join('\n');
}

function functionTable({ resources }: Parts): string {
  const rows = resources('AWS::Lambda::Function')
    .filter(({ id }) => !id.startsWith('Custom'))
    .map(
      ({ id, properties }) =>
        `| \`${id}\` | ${String(properties['Description'])} | ${String(properties['MemorySize'])} MB | ${String(properties['Timeout'])} s |`,
    );
  return [
    '| function | what it does, and what it reaches | memory | time-out |',
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

const edge = [
  'browser(["browser"])',
  'cloudfront["CloudFront"]',
  'site["site files"]',
  'photos["photos"]',
  'browser --> cloudfront',
  'cloudfront -- "/*" --> site',
  'cloudfront -- "/avatars/*" --> photos',
  'cloudfront -- "/api/*, with the origin secret" --> api',
];

/** What the document says of the synthesised resources, in Markdown. */
export function generatedSection(parts: Parts): string {
  return [
    begin,
    '',
    '## Requests',
    '',
    diagram(requestFlows(), edge),
    '',
    '## Functions',
    '',
    functionTable(parts),
    '',
    '## Data',
    '',
    diagram(dataFlows(parts)),
    '',
    '## Events',
    '',
    diagram(eventFlows(parts)),
    '',
    end,
  ].join('\n');
}

/** The document with its generated section exchanged. Throws where it has none. */
export function withSection(document: string, section: string): string {
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`docs/architecture.md needs the lines ${begin} and ${end}`);
  return document.slice(0, from) + section + document.slice(to + end.length);
}
