// First, so that nothing gets hold of the unshifted Date.
import { openClock } from './clock.ts';

import { rmSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

import { buildSite } from './build-site.ts';
import { demoAccount, makeDemoAccount } from './demo.ts';
import { listen } from './listen.ts';
import { stateEntries } from './names.ts';
import { readSettings } from './settings.ts';
import type { Settings } from './settings.ts';
import { StartError } from './start-error.ts';
import type { Stack } from './start-stack.ts';
import { writeStateFile } from './state-file.ts';
import { lockState } from './state-lock.ts';
import { whenToldToStop } from './stop.ts';

const closers: (() => Promise<void> | void)[] = [];

async function close(): Promise<void> {
  for (const closer of closers.splice(0).reverse()) await closer();
}

const starting: RequestListener = (_request, response) => {
  response
    .writeHead(503, { 'content-type': 'text/plain', 'retry-after': '2' })
    .end('Latchkey is starting …\n');
};

async function start({ port, stateDir, fresh }: Settings): Promise<void> {
  const startedAt = performance.now();
  const variables = { ...process.env };
  const lock = lockState(stateDir);
  closers.push(() => lock.release());
  // The port comes first: the functions are told the site's address when they are loaded.
  let listener = starting;
  const listening = await listen((...request) => listener(...request), port);
  closers.push(listening.close);
  const url = `http://localhost:${listening.port}`;

  // From here on nothing that whoever started it got wrong keeps it from starting.
  for (const entry of fresh ? stateEntries : (['ready.json'] as const)) {
    rmSync(join(stateDir, entry), { recursive: true, force: true });
  }
  const clock = openClock(join(stateDir, 'clock.json'));
  const site = buildSite();
  // Awaited by the stack; until then nobody listens when it fails.
  site.catch(() => undefined);
  // Only now: it takes most of a start to load, less from the second time on.
  enableCompileCache(join(import.meta.dirname, '../../node_modules/.cache/latchkey/compiled'));
  const { startStack } = await import('./start-stack.ts');
  const stack = await startStack({ url, stateDir, clock, variables, site });
  closers.push(stack.close);
  listener = stack.listener;
  await untilHealthy(url);
  const hasDemo = await tryDemo(stack, url, stateDir);

  const readyFile = join(stateDir, 'ready.json');
  closers.push(() => rmSync(readyFile, { force: true }));
  const mailUrl = `${url}/__local/mail`;
  writeStateFile(readyFile, {
    url,
    mailUrl,
    pid: process.pid,
    pids: { main: process.pid, ...stack.parts.pids() },
    variables: stack.variables,
  });

  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(
    [
      '',
      `  Latchkey   ${url}`,
      `  Mailbox    ${mailUrl}`,
      ...(hasDemo ? [`  Demo       ${demoAccount.email} / ${demoAccount.password}`] : []),
      '',
      `  Ready in ${seconds} s. State is in ${stateDir}; Ctrl-C stops everything.`,
      '',
    ].join('\n'),
  );
}

async function untilHealthy(url: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const response = await fetch(`${url}/api/health`).catch(() => undefined);
    if (response?.ok === true) return;
    if (tries === 50) throw new Error(`/api/health answers ${response?.status ?? 'nothing'}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function tryDemo({ parts: { ses }, bus }: Stack, url: string, stateDir: string): Promise<boolean> {
  if (!ses) return false;
  const mails = async (to: string) => {
    await bus.idle();
    return ses.messages({ to });
  };
  try {
    await makeDemoAccount({ url, stateFile: join(stateDir, 'demo.json'), mails });
    return true;
  } catch (error) {
    console.error('There is no demo account:', error);
    return false;
  }
}

whenToldToStop(close);
try {
  await start(readSettings(process.argv.slice(2), process.env));
} catch (error) {
  console.error(error instanceof StartError ? error.message : error);
  await close();
  process.exit(1);
}
