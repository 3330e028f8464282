import type { ChainMiddleware } from './request-state.ts';

/**
 * Lists the cookies of a request that brings them in its header only. API Gateway lists them beside the headers; what
 * speaks its format without being it (an emulator of AWS) may not.
 */
export function cookies(): ChainMiddleware {
  return {
    before: ({ event }) => {
      const header = event.headers['cookie'];
      if (event.cookies === undefined && header !== undefined) event.cookies = header.split(/; ?/);
    },
  };
}
