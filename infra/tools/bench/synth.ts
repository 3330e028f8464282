import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stages } from '#infra/config.ts';
import type { Row } from './table.ts';

const root = join(import.meta.dirname, '../../..');

/** Seconds that the CDK's own command takes to synthesise each stage, its checks by cdk-nag and the library included. */
export function synthRows(): Row[] {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-synth-'));
  const took = Object.keys(stages).map((stage) => {
    const started = performance.now();
    const args = ['synth', '--quiet', '-c', `stage=${stage}`, '-o', join(folder, stage)];
    execFileSync('cdk', args, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
    return { name: stage, seconds: (performance.now() - started) / 1000 };
  });
  rmSync(folder, { recursive: true });
  const all = took.reduce((sum, { seconds }) => sum + seconds, 0);
  return [...took, { name: 'all', seconds: all }].map(({ name, seconds }) => ({
    name,
    figures: [`${seconds.toFixed(1)} s`],
  }));
}
