import { recordAt, textAt } from "@/sandbox/kubernetes/json/value-at";
import type { Draft } from "./resource-type";

/** `stringData` is written into `data`, and a type is given where none is named. */
export function prepareSecret(draft: Draft): void {
  draft.type = textAt(draft, "type") ?? "Opaque";
  const plain = recordAt(draft, "stringData");
  delete draft.stringData;
  if (!plain) return;
  const encoded = Object.entries(plain).map(([key, value]) => [
    key,
    Buffer.from(String(value)).toString("base64"),
  ]);
  draft.data = { ...recordAt(draft, "data"), ...Object.fromEntries(encoded) };
}
