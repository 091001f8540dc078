import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { chmod, copyFile, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { isDiskFull, openScratchFolder, translateFileError } from '@fraudx/core/files';
import type { Cleanups } from './cleanups.ts';
import type { WideDecimals } from './parquet-footer.ts';
import { wideDecimals, withoutDecimals } from './parquet-footer.ts';
import { translateSourceError } from './source-error.ts';

/** Digits that the engine reads exactly; it makes other numbers of longer decimals. */
const mostDigits = 38;

/** The number of bytes that end a Parquet file behind its footer: its length and a mark. */
const tailBytes = 8;

/** A Parquet file, perhaps a copy in which decimals of more than 38 digits are plain bytes. */
export interface PreparedParquet {
  readonly file: string;
  /** The file as it was named, for messages. */
  readonly path: string;
  readonly wide: readonly WideDecimals[];
}

/** The footer of a file, and where it begins; undefined where the end of the file is none of Parquet's. */
async function footerOf(handle: FileHandle): Promise<{ readonly footer: Buffer; readonly start: number } | undefined> {
  const { size } = await handle.stat();
  if (size < tailBytes) return undefined;
  const tail = Buffer.alloc(tailBytes);
  await handle.read(tail, 0, tailBytes, size - tailBytes);
  const length = tail.readUInt32LE(0);
  const start = size - tailBytes - length;
  if (tail.toString('latin1', 4) !== 'PAR1' || start < 0) return undefined;
  const footer = Buffer.alloc(length);
  await handle.read(footer, 0, length, start);
  return { footer, start };
}

async function findWide(path: string): Promise<readonly WideDecimals[]> {
  const handle = await open(path, 'r');
  try {
    const found = await footerOf(handle);
    return found === undefined ? [] : wideDecimals(found.footer, mostDigits);
  } catch (error) {
    // The engine says what is wrong with the file.
    if (error instanceof RangeError) return [];
    throw translateFileError(error, path, 'read');
  } finally {
    await handle.close();
  }
}

/** Writes the changed footer over the old one. */
async function rewriteFooter(path: string, elements: ReadonlySet<number>): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    const { footer, start } = (await footerOf(handle))!;
    const changed = withoutDecimals(footer, elements);
    const tail = Buffer.alloc(tailBytes);
    tail.writeUInt32LE(changed.length, 0);
    tail.write('PAR1', 4, 'latin1');
    await handle.truncate(start);
    await handle.write(Buffer.concat([changed, tail]), 0, changed.length + tailBytes, start);
  } finally {
    await handle.close();
  }
}

/**
 * Looks for decimals of more than 38 digits in a Parquet file, and copies it where there are any, with these columns as plain bytes.
 *
 * @param resources - Takes the copy, to be removed when the rows have been read.
 * @throws {OutsideError} `DISK_FULL`, and others of files.
 */
export async function prepareParquet(path: string, resources: Cleanups): Promise<PreparedParquet> {
  const wide = await findWide(path);
  if (wide.length === 0) return { file: path, path, wide };
  const folder = await openScratchFolder('decimals');
  resources.defer(() => folder[Symbol.asyncDispose]());
  const file = join(folder.path, 'rows.parquet');
  try {
    await copyFile(path, file, constants.COPYFILE_FICLONE);
    await chmod(file, 0o600);
    await rewriteFooter(file, new Set(wide.map(({ element }) => element)));
  } catch (error) {
    throw isDiskFull(error) ? translateSourceError(error, path) : translateFileError(error, path, 'read');
  }
  return { file, path, wide };
}

/** Digits of 256. */
const digitsPerByte = Math.log10(256);
/** No double has a decimal exponent beyond this, also of numbers near 0. */
const mostExponent = 330;

/** The double nearest to a decimal: whole number in two's complement, most significant byte first, and digits behind the point. */
export function decimalOfBytes(bytes: Uint8Array, scale: number): number {
  if (bytes.length === 0) return 0;
  const isNegative = bytes[0]! >= 128;
  const fill = isNegative ? 255 : 0;
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === fill && bytes[start + 1]! >= 128 === isNegative) start++;
  const size = bytes.length - start;
  // Digits of millions of bytes take seconds, and most such numbers are beyond doubles, or nothing beside them.
  if ((size - 1) * digitsPerByte - 1 > scale + mostExponent) return isNegative ? -Infinity : Infinity;
  if (size * digitsPerByte + 1 < scale - mostExponent) return isNegative ? -0 : 0;
  const unsigned = BigInt(`0x${Buffer.from(bytes.subarray(start)).toString('hex')}`);
  const whole = isNegative ? unsigned - (1n << BigInt(8 * size)) : unsigned;
  // Number() rounds the digits once; dividing would round twice.
  return Number(`${whole}e-${scale}`);
}

/** Gives a connection the function `decimal_of_bytes(BLOB, INTEGER)`. */
export async function registerDecimals(connection: DuckDBConnection): Promise<void> {
  const { BLOB, DOUBLE, DuckDBBlobValue, DuckDBScalarFunction, INTEGER } = await import('@duckdb/node-api');
  connection.registerScalarFunction(
    DuckDBScalarFunction.create({
      name: 'decimal_of_bytes',
      returnType: DOUBLE,
      parameterTypes: [BLOB, INTEGER],
      mainFunction(_, input, output) {
        const [cells, scales] = [input.getColumnVector(0), input.getColumnVector(1)];
        for (let i = 0; i < input.rowCount; i++) {
          const cell = cells.getItem(i);
          (output as unknown as { setItem(i: number, value: number | null): void }).setItem(
            i,
            cell instanceof DuckDBBlobValue ? decimalOfBytes(cell.bytes, Number(scales.getItem(i))) : null,
          );
        }
        output.flush();
      },
    }),
  );
}
