import type { StandInAnswer, StandInRequest } from '../stand-in-server.ts';
import { element, textElement } from '../xml.ts';
import { readUpload } from './body.ts';
import { listObjects } from './list-objects.ts';
import type { ObjectStore } from './object-store.ts';
import { document, noSuchKey, S3Error, unescapeXml } from './wire.ts';

export const metadataPrefix = 'x-amz-meta-';
export const defaultType = 'binary/octet-stream';

/** What S3 keeps of the headers of an upload, besides the metadata. */
const kept = ['content-type', 'cache-control', 'content-disposition', 'content-language', 'expires'];

/** Carries out the call that a request is. Throws an `S3Error` where S3 refuses. */
export async function operate(store: ObjectStore, request: StandInRequest): Promise<StandInAnswer> {
  const [, bucket = '', ...segments] = request.path.split('/');
  const key = decode(segments.join('/'));
  const objects = store.objects(bucket);
  const call = key === '' ? `${request.method} bucket` : `${request.method} object`;

  if (call === 'PUT object' && !request.query.has('uploadId')) return put(store, bucket, key, request);
  if (!objects) throw new S3Error(404, 'NoSuchBucket', 'The specified bucket does not exist.');
  if (call === 'GET object' || call === 'HEAD object') return give(store, bucket, key, request);
  if (call === 'DELETE object') {
    await store.delete(bucket, key);
    return { status: 204 };
  }
  if (call === 'GET bucket' && request.query.get('list-type') === '2') {
    return listObjects(bucket, objects, request.query);
  }
  if (call === 'POST bucket' && request.query.has('delete')) return deleteObjects(store, bucket, request);
  throw new S3Error(501, 'NotImplemented', `The local S3 doesn't know this call: ${call}.`);
}

async function put(
  store: ObjectStore,
  bucket: string,
  key: string,
  request: StandInRequest,
): Promise<StandInAnswer> {
  const { content, checksums } = readUpload(request);
  const headers: Record<string, string> = { 'content-type': defaultType, ...checksums };
  for (const [name, value] of Object.entries(request.headers)) {
    if ((kept.includes(name) || name.startsWith(metadataPrefix)) && typeof value === 'string')
      headers[name] = value;
  }
  const encoding =
    request.headers['content-encoding']?.split(/,\s*/).filter((one) => one !== 'aws-chunked') ?? [];
  if (encoding.length > 0) headers['content-encoding'] = encoding.join(', ');

  const condition = request.headers['if-none-match'];
  if (condition !== undefined && condition !== '*') {
    throw new S3Error(501, 'NotImplemented', 'An upload takes no If-None-Match but *.');
  }
  const object = await store.put(bucket, key, content, headers, condition === '*');
  if (object) return { status: 200, headers: { etag: object.etag, ...checksums } };
  throw new S3Error(
    412,
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
  );
}

async function give(
  store: ObjectStore,
  bucket: string,
  key: string,
  request: StandInRequest,
): Promise<StandInAnswer> {
  const found = await store.get(bucket, key);
  if (!found) throw noSuchKey();
  const { object, content } = found;
  const showChecksum = request.headers['x-amz-checksum-mode'] === 'ENABLED';
  const headers = Object.entries(object.headers).filter(
    ([name]) => showChecksum || !name.startsWith('x-amz-checksum-'),
  );
  return {
    status: 200,
    headers: {
      ...Object.fromEntries(headers),
      etag: object.etag,
      'last-modified': new Date(object.lastModified).toUTCString(),
      'content-length': String(object.size),
    },
    ...(request.method === 'GET' ? { body: content } : {}),
  };
}

async function deleteObjects(
  store: ObjectStore,
  bucket: string,
  request: StandInRequest,
): Promise<StandInAnswer> {
  const xml = readUpload(request).content.toString();
  const keys = [...xml.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => unescapeXml(key));
  if (keys.length === 0 || keys.length > 1000) {
    throw new S3Error(
      400,
      'MalformedXML',
      'The XML you provided was not well-formed or has not 1 to 1000 keys.',
    );
  }
  for (const key of keys) await store.delete(bucket, key);
  const quiet = xml.includes('<Quiet>true</Quiet>');
  return document(
    'DeleteResult',
    quiet ? [] : keys.map((key) => element('Deleted', [textElement('Key', key)])),
  );
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new S3Error(400, 'InvalidURI', "Couldn't parse the specified URI.");
  }
}
