/** A varint's value, the bytes of a length-delimited field, or a double. */
export type WireValue = bigint | Buffer | number;

/** One field of a protobuf message as it is on the wire. */
interface WireField {
  number: number;
  value: WireValue;
}

/** A message that ends in the middle of a field, or uses a wire type that Kubernetes does not. */
export class WireError extends Error {}

/** Reads the fields of a protobuf message in order (protobuf.dev, "Encoding"). Throws WireError. */
export function wireFields(bytes: Buffer): WireField[] {
  const fields: WireField[] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at];
      if (byte === undefined || shift > 63n) throw new WireError("a number is cut off");
      at += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, value);
    }
  };
  const take = (length: number): Buffer => {
    if (length < 0 || at + length > bytes.length) throw new WireError("a field is cut off");
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const number = tag >> 3;
    const wireType = tag & 7;
    if (wireType === 0) fields.push({ number, value: varint() });
    else if (wireType === 1) fields.push({ number, value: take(8).readDoubleLE() });
    else if (wireType === 2) fields.push({ number, value: take(Number(varint())) });
    else throw new WireError(`wire type ${wireType} is not used by Kubernetes`);
  }
  return fields;
}
