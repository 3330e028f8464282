import { afterAll } from 'vitest';

import { stopTestEngine } from './local-table.ts';

afterAll(stopTestEngine);
