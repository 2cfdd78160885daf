import { kindEntry } from "../kinds";
import { type ImportedDocument, type ImportProblem, type Locate, unknownDocument } from "./imported-document";
import { formFromVamp, isFields } from "./vamp-form";
import { vampKind } from "./vamp-kind";

/**
 * Turns one document of the original into an object; its fields may stand under `specification` or `spec`.
 */
export function importVamp(document: unknown, namespace: string, locate: Locate): ImportedDocument {
  const wrapper = isFields(document)
    ? ["specification", "spec"].find((field) => isFields(document[field]))
    : undefined;
  const outer = isFields(document) ? document : {};
  const inner = wrapper === undefined ? {} : (outer[wrapper] as Record<string, unknown>);
  const fields = { ...outer, ...inner };
  const kind = vampKind(outer.kind, fields);
  if (!kind) {
    const message = "The document is neither a Kubernetes object (apiVersion, kind) nor one of Vamp Lamia";
    return unknownDocument(
      "vamp",
      fields.name,
      message,
      isFields(document) && "kind" in document ? ["kind"] : [],
      locate,
    );
  }
  const { formSchema, fromForm } = kindEntry(kind);
  const form = formFromVamp(kind, fields);
  const parsed = formSchema.safeParse(form);
  const problems = (parsed.error?.issues ?? []).map(({ path, message }): ImportProblem => {
    const keys = path.map((key) => (typeof key === "symbol" ? String(key) : key));
    const written = keys[0] !== undefined && keys[0] in inner ? [wrapper ?? "", ...keys] : keys;
    return { severity: "error", path: written, message, ...locate(written) };
  });
  return {
    kind,
    name: typeof fields.name === "string" ? fields.name : "",
    source: "vamp",
    object: parsed.success ? fromForm(parsed.data, namespace) : null,
    form: parsed.success ? parsed.data : form,
    problems,
  };
}
