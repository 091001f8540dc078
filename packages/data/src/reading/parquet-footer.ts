/**
 * The footer of a Parquet file, in Thrift's compact form: finding columns of long decimals, and making them plain bytes.
 *
 * Source: the Parquet format (parquet.thrift: FileMetaData, SchemaElement) and the compact protocol of Apache Thrift.
 */
const [stop, isTrue, isFalse, byte, i16, i32, i64, double, binary, list, set, map, struct] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
];

/** Fields of a SchemaElement. */
const [physicalType, childrenField, convertedType, scaleField, precisionField, logicalType] = [1, 5, 6, 7, 8, 10];
const schemaField = 2;
const [byteArray, fixedByteArray] = [6, 7];

/** A field of a struct, and where its value lies. */
interface Field {
  readonly id: number;
  readonly type: number;
  readonly start: number;
  readonly end: number;
}

/** Levels of values inside values; FileMetaData has fewer than ten. */
const deepest = 100;

class Reader {
  at = 0;
  readonly #bytes: Uint8Array;
  #depth = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Reads `n` bytes without looking at them. */
  #pass(n: number): void {
    // before it is added: a length can be larger than any number counts exactly
    if (!(n <= this.#bytes.length - this.at)) throw new RangeError('footer ends early');
    this.at += n;
  }

  #byte(): number {
    const value = this.#bytes[this.at++];
    if (value === undefined) throw new RangeError('footer ends early');
    return value;
  }

  varint(): number {
    let value = 0;
    let unit = 1;
    for (;;) {
      const next = this.#byte();
      value += (next & 0x7f) * unit;
      if (next < 0x80) return value;
      unit *= 128;
    }
  }

  /** Type and length of a list. */
  listHead(): { readonly type: number; readonly length: number } {
    const head = this.#byte();
    return { type: head & 15, length: head >> 4 === 15 ? this.varint() : head >> 4 };
  }

  #skip(type: number, isElement: boolean): void {
    if (++this.#depth > deepest) throw new RangeError('footer is too deep');
    if (type === isTrue || type === isFalse) this.#pass(isElement ? 1 : 0);
    else if (type === byte) this.#pass(1);
    else if (type === i16 || type === i32 || type === i64) this.varint();
    else if (type === double) this.#pass(8);
    else if (type === binary) this.#pass(this.varint());
    else if (type === list || type === set) {
      const { type: of, length } = this.listHead();
      for (let i = 0; i < length; i++) this.#skip(of, true);
    } else if (type === map) {
      const length = this.varint();
      const types = length === 0 ? 0 : this.#byte();
      for (let i = 0; i < length; i++) {
        this.#skip(types >> 4, true);
        this.#skip(types & 15, true);
      }
    } else if (type === struct) this.fields();
    else throw new RangeError(`unknown type ${type} in the footer`);
    this.#depth--;
  }

  /** A whole number with a sign. */
  integer(): number {
    const zigzag = this.varint();
    return zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
  }

  /** The fields of a struct, or those up to `last`; reading goes on behind them. */
  fields(last = Infinity): Field[] {
    const fields: Field[] = [];
    let id = 0;
    for (let head = this.#byte(); head !== stop; head = this.#byte()) {
      const type = head & 15;
      if (head >> 4 === 0) {
        id = this.integer();
      } else id += head >> 4;
      const start = this.at;
      this.#skip(type, false);
      fields.push({ id, type, start, end: this.at });
      if (id >= last) break;
    }
    return fields;
  }
}

/** A struct of some of the fields of another. */
function structOf(bytes: Uint8Array, fields: readonly Field[]): Uint8Array {
  const parts: Uint8Array[] = [];
  let last = 0;
  for (const { id, type, start, end } of fields) {
    // All ids of a SchemaElement are small, so that their differences fit a header.
    parts.push(Uint8Array.of(((id - last) << 4) | type), bytes.subarray(start, end));
    last = id;
  }
  return Buffer.concat([...parts, Uint8Array.of(stop)]);
}

/** A reader that stands before the first of the schema elements, and their number. */
function atSchema(footer: Uint8Array): { readonly reader: Reader; readonly length: number } {
  const schema = new Reader(footer).fields(schemaField).find(({ id }) => id === schemaField);
  if (schema?.type !== list) throw new RangeError('footer without a schema');
  const reader = new Reader(footer);
  reader.at = schema.start;
  return { reader, length: reader.listHead().length };
}

/** A column of decimals with more digits than are read exactly. */
export interface WideDecimals {
  /** Place among the columns of the file; 0 is the first. */
  readonly column: number;
  /** Place in the schema's list of elements; 0 is the root. */
  readonly element: number;
  /** Digits behind the point. */
  readonly scale: number;
}

/**
 * The columns of decimals with more than `mostDigits` digits; not those inside other columns.
 *
 * @param footer - FileMetaData.
 * @throws {RangeError} It is no such footer.
 */
export function wideDecimals(footer: Uint8Array, mostDigits: number): WideDecimals[] {
  const { reader, length } = atSchema(footer);
  const found: WideDecimals[] = [];
  let column = -1;
  /** How many elements are inside the last column, or inside these. */
  let inside = 0;
  for (let element = 0; element < length; element++) {
    const fields = reader.fields();
    const valueOf = (id: number): number => {
      const field = fields.find((one) => one.id === id);
      if (field === undefined) return 0;
      const value = new Reader(footer);
      value.at = field.start;
      return value.integer();
    };
    if (element === 0) continue;
    if (inside === 0) column++;
    const isTop = inside === 0;
    inside += valueOf(childrenField) - (isTop ? 0 : 1);
    const isBytes = [byteArray, fixedByteArray].includes(valueOf(physicalType));
    if (isTop && isBytes && valueOf(precisionField) > mostDigits)
      found.push({ column, element, scale: valueOf(scaleField) });
  }
  return found;
}

/**
 * The footer with these schema elements as plain bytes instead of decimals.
 *
 * @param footer - FileMetaData.
 * @param elements - Places in its list of schema elements.
 * @throws {RangeError} It is no such footer.
 */
export function withoutDecimals(footer: Uint8Array, elements: ReadonlySet<number>): Uint8Array {
  const { reader, length } = atSchema(footer);
  const parts: Uint8Array[] = [footer.subarray(0, reader.at)];
  for (let j = 0; j < length; j++) {
    const start = reader.at;
    const fields = reader.fields();
    const kept = fields.filter(({ id }) => ![convertedType, scaleField, precisionField, logicalType].includes(id));
    parts.push(elements.has(j) ? structOf(footer, kept) : footer.subarray(start, reader.at));
  }
  return Buffer.concat([...parts, footer.subarray(reader.at)]);
}
