import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { DataError } from '@fraudx/core';
import { sizeText } from './size-text.ts';

/** How far a `.gz` file, or a column of texts of a Parquet file, may unpack: one that has more than `bytes` and more than `ratio` times its packed size is refused. */
export interface UnpackLimits {
  /** Default 1 GiB. */
  readonly bytes?: number;
  /** Default 200: text packs to a tenth, tables of nearly nothing but zeros to a hundredth; gzip can do a thousandth. */
  readonly ratio?: number;
  /** Most cells of a `.gz` file of texts, unless it has fewer than 50 for each packed byte. Default 16 Mi. */
  readonly cells?: number;
}

/** Interruption and limits of unpacking. */
export interface UnpackOptions {
  readonly unpacking?: UnpackLimits | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** So much is handed on before it matters how well a file packs. */
const freeBytes = 1 << 24;

/** Large pieces: each costs a change of threads. */
const pieceBytes = 1 << 18;

const defaultBytes = 2 ** 30;
const defaultRatio = 200;

/** Bytes that a packed file of this size may unpack to. */
export function mostUnpacked(size: number, { bytes = defaultBytes, ratio = defaultRatio }: UnpackLimits = {}): number {
  return Math.max(bytes, ratio * size);
}

interface Piece {
  readonly bytes: Uint8Array;
  /** Packed bytes taken in so far. */
  readonly packed: number;
}

async function* piecesOf(path: string, signal: AbortSignal | undefined): AsyncGenerator<Piece> {
  const packed = createReadStream(path, { highWaterMark: pieceBytes, ...(signal === undefined ? {} : { signal }) });
  const unpacked = createGunzip({ chunkSize: pieceBytes });
  packed.on('error', (error) => unpacked.destroy(error));
  try {
    for await (const bytes of packed.pipe(unpacked) as AsyncIterable<Uint8Array>) {
      yield { bytes, packed: unpacked.bytesWritten };
    }
  } finally {
    packed.destroy();
    unpacked.destroy();
  }
}

/** Unpacks a file without keeping anything, to its end or the first byte too many. */
async function checkWhole(path: string, { unpacking = {}, signal }: UnpackOptions): Promise<void> {
  const { size } = await stat(path);
  const most = mostUnpacked(size, unpacking);
  let unpacked = 0;
  for await (const { bytes } of piecesOf(path, signal)) {
    unpacked += bytes.length;
    if (unpacked <= most) continue;
    throw new DataError(
      'DATA_TOO_LARGE',
      `data: packed file must unpack to at most ${sizeText(most)}, got more from ${sizeText(size)} in ${path}`,
      {
        details: { file: path, packedBytes: size, mostBytes: most, mostRatio: unpacking.ratio ?? defaultRatio },
        hint: 'It is packed far tighter than data is, as files made to exhaust memory are. Where it can be trusted, unpack it (gunzip) and read the unpacked file.',
      },
    );
  }
}

/**
 * The unpacked bytes of a gzip file, piece by piece.
 *
 * Where they become many for what was taken in, the file is looked through to its end before any more are given: it is refused, or allowed,
 * for what it is as a whole.
 *
 * @throws {DataError} `DATA_TOO_LARGE`; errors of zlib and of the file system as they are.
 */
export async function* unpackedBytes(path: string, options: UnpackOptions = {}): AsyncGenerator<Uint8Array> {
  const { bytes: mostBytes = defaultBytes, ratio = defaultRatio } = options.unpacking ?? {};
  const free = Math.min(mostBytes, freeBytes);
  let unpacked = 0;
  let isChecked = false;
  for await (const { bytes, packed } of piecesOf(path, options.signal)) {
    unpacked += bytes.length;
    if (!isChecked && unpacked > free && unpacked > ratio * packed) {
      await checkWhole(path, options);
      isChecked = true;
    }
    yield bytes;
  }
}
