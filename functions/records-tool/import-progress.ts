import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import * as v from 'valibot';

const progressSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ companyId: v.string(), done: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
);

/** How far an import of a file came, in a file beside it: an interrupted one is gone on with. */
export function importProgress(file: string, companyId: string) {
  const path = `${file}.imported`;
  return {
    path,
    /** Lines that are done; 0 where the file was not begun for this company. */
    read: async (): Promise<number> => {
      const text = await readFile(path, 'utf8').catch(() => '');
      const result = v.safeParse(progressSchema, text);
      return result.success && result.output.companyId === companyId ? result.output.done : 0;
    },
    /** In one piece: killed while writing, the earlier number stands. */
    write: async (done: number): Promise<void> => {
      await writeFile(`${path}.new`, JSON.stringify({ companyId, done }));
      await rename(`${path}.new`, path);
    },
    forget: () => rm(path, { force: true }),
  };
}
