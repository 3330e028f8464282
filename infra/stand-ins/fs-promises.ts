import type { PathLike, RmOptions } from 'node:fs';

/** Takes the place of `node:fs/promises` in bundles: it is loaded with the first file that is touched, not at the start. */
const files = () => process.getBuiltinModule('fs').promises;

/** The SDK looks for files of settings with it. */
export const readFile = (path: PathLike, encoding: BufferEncoding) => files().readFile(path, encoding);
export const rm = (path: PathLike, options?: RmOptions) => files().rm(path, options);
export const stat = (path: PathLike) => files().stat(path);
export const mkdir = (path: PathLike, options: { recursive: boolean }) => files().mkdir(path, options);
export const writeFile = (path: PathLike, text: string, encoding?: BufferEncoding) =>
  files().writeFile(path, text, encoding);
