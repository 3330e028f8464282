import type { ErasureDeps } from '#functions/erasure/deps.ts';
import type { StoreNames } from './erasure-on-demand.ts';

type Stores = Pick<ErasureDeps, 'pool' | 'photos' | 'recordings' | 'exports' | 'archive'>;

/**
 * The user pool and the buckets of a stage. Their clients are loaded with the first call: an execution is invoked anew
 * after each of its waits, and mostly only sees that it has to wait longer, or that nothing is left to do.
 */
export function erasureStores(names: StoreNames): Stores {
  let opened: Promise<Stores> | undefined;
  const stores = () =>
    (opened ??= import('./erasure-on-demand.ts').then((module) => module.openStores(names)));
  return {
    pool: {
      deleteUser: async (accountId) => (await stores()).pool.deleteUser(accountId),
      signOutEverywhere: async (accountId) => (await stores()).pool.signOutEverywhere(accountId),
    },
    photos: { delete: async (path) => (await stores()).photos.delete(path) },
    recordings: {
      put: async (key, bytes) => (await stores()).recordings.put(key, bytes),
      read: async (key) => (await stores()).recordings.read(key),
      deleteMany: async (keys) => (await stores()).recordings.deleteMany(keys),
      list: async (prefix) => (await stores()).recordings.list(prefix),
    },
    exports: { deleteBelow: async (prefix) => (await stores()).exports.deleteBelow(prefix) },
    archive: { put: async (key, body, until) => (await stores()).archive.put(key, body, until) },
  };
}
