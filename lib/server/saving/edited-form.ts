import { formSchemaFor, type Kind } from "@/lib/istio/kinds";
import { ownFields } from "@/lib/istio/kinds/edited-object";
import type { KubernetesObject } from "@/lib/istio/object-meta";
import { parseInput } from "@/lib/server/http/problem-error";
import { ProblemError } from "../http/problem-error";

/**
 * What is asked for by a form that came as an edit of `current`: our own fields, what was not changed as it stands.
 * Throws `invalid` at the fields that are wrong and were not so before.
 */
export function editedObject(
  kind: Kind,
  body: unknown,
  namespace: string,
  current: KubernetesObject,
): KubernetesObject {
  const form = parseInput(formSchemaFor(kind, current), body, "invalid");
  return ownFields(kind, form, namespace, current);
}

/** Throws `invalid` for a form of another name than that of the object it is to be saved to. */
export function refuseRenaming(title: string, body: unknown, name: string): void {
  const given = typeof body === "object" && body !== null && "name" in body ? body.name : undefined;
  if (given === name) return;
  throw new ProblemError("invalid", `A ${title} cannot be renamed.`, [
    { path: ["name"], message: `The name is ${name} and stays so` },
  ]);
}
