import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** One file of an archive; its content is read only when its turn comes. */
export interface ArchivedFile {
  /** With slashes, never absolute: `companies/…/call-logs.json`. */
  readonly name: string;
  readonly content: () => AsyncIterable<string | Uint8Array>;
}

/** Sound and pictures are packed already. */
const packed = /\.(?:png|jpg|webp|bin)$/;

/** Writes files into a zip, one after the other: memory holds a chunk, however much there is. */
export async function writeZip(path: string, files: AsyncIterable<ArchivedFile>, at: Date): Promise<void> {
  const zip = new ZipFile();
  const written = pipeline(zip.outputStream, createWriteStream(path));
  // What goes wrong is told below, at the file where it does.
  written.catch(() => undefined);
  const failed = new Promise<never>((_, reject) => zip.on('error', reject));
  failed.catch(() => undefined);
  for await (const { name, content } of files) {
    const stream = Readable.from(content(), { objectMode: false });
    zip.addReadStream(stream, name, { mtime: at, compress: !packed.test(name) });
    await Promise.race([finished(stream), failed, written]);
  }
  zip.end();
  await Promise.race([written, failed]);
}
