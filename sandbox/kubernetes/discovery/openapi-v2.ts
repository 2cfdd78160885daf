/**
 * `/openapi/v2`. Clients ask for it as protobuf (gnostic's openapi.v2.Document) and fall back to what they
 * know themselves for kinds it does not define, so an empty document of a known version is enough. They ask with an `@`
 * before the version, which no media type may have (RFC 9110, section 5.6.2), and are answered with a dot.
 */
export const openApiV2MediaType = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

const info = { title: "Kubernetes", version: "v1.32.4" };

export const openApiV2Json = { swagger: "2.0", info, paths: {}, definitions: {} };

/** The same document in protobuf: `swagger` = 1, `info` = 2 {`title` = 1, `version` = 2}, `paths` = 8. */
export function openApiV2Protobuf(): Buffer {
  const field = (number: number, content: Buffer): Buffer =>
    Buffer.concat([Buffer.from([(number << 3) | 2, content.length]), content]);
  const text = (number: number, value: string): Buffer => field(number, Buffer.from(value));
  const details = Buffer.concat([text(1, info.title), text(2, info.version)]);
  return Buffer.concat([
    text(1, "2.0"),
    field(2, details),
    field(8, Buffer.alloc(0)),
    field(9, Buffer.alloc(0)),
  ]);
}
