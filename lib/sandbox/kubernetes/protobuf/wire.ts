/** One field of a protobuf message as it is on the wire. */
interface WireField {
  number: number;
  /** A varint's value, or the bytes of a length-delimited field. */
  value: bigint | Buffer;
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
  while (at < bytes.length) {
    const tag = Number(varint());
    const number = tag >> 3;
    if ((tag & 7) === 0) fields.push({ number, value: varint() });
    else if ((tag & 7) === 2) {
      const length = Number(varint());
      if (length < 0 || at + length > bytes.length) throw new WireError("a field is cut off");
      fields.push({ number, value: bytes.subarray(at, at + length) });
      at += length;
    } else throw new WireError(`wire type ${tag & 7} is not used by Kubernetes`);
  }
  return fields;
}
