import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { expect, it, onTestFinished } from 'vitest';

import { siteSources } from './site-sources.ts';

it('knows the files of the site and what they import, however far behind each other', () => {
  const root = mkdtempSync(join(tmpdir(), 'latchkey-sources-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [file, content] of Object.entries({
    'web/vite.config.ts': '',
    'web/src/app.html': '',
    'web/src/page.svelte':
      "import { one } from '#functions/one/contract.ts';\nimport gone from '#functions/gone.ts';",
    'web/src/lib/api.ts': "import '#events/catalogue.ts';",
    'web/src/lib/api.test.ts': "import '#functions/two/contract.ts';",
    'web/static/icon.svg': '',
    'web/build/index.html': '',
    'web/tests/journey.test.ts': '',
    'functions/one/contract.ts': "import type { Field } from '#functions/shared/fields.ts';",
    'functions/one/use-case.ts': '',
    'functions/two/contract.ts': '',
    'functions/shared/fields.ts': "export { x } from './deeper.ts';",
    'functions/shared/deeper.ts': '',
    'functions/shared/table.ts': '',
    'events/catalogue.ts': '',
    'package-lock.json': '',
  })) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  }
  expect(siteSources(root)).toEqual([
    'events/catalogue.ts',
    'functions/one/contract.ts',
    'functions/shared/deeper.ts',
    'functions/shared/fields.ts',
    'package-lock.json',
    'web/src/app.html',
    'web/src/lib/api.ts',
    'web/src/page.svelte',
    'web/static/icon.svg',
    'web/vite.config.ts',
  ]);
});
