import { invalid } from "@/sandbox/kubernetes/http/api-error";
import { recordAt } from "@/sandbox/kubernetes/json/value-at";
import type { Draft } from "@/sandbox/kubernetes/resources/resource-type";
import { validateMetadata } from "@/sandbox/kubernetes/validation/metadata";
import { prepareService } from "./prepare-service";
import type { WriteContext } from "./write-context";

/** Fills in the type's defaults, then checks the object. Throws 422 with every cause. */
export function admit(context: WriteContext, draft: Draft, existing: Draft | undefined): void {
  const { type, cluster } = context;
  type.prepare?.(draft, existing);
  if (type.group === "" && type.plural === "services") prepareService(draft, existing, cluster.addresses);
  dropEmptyMetadata(draft);
  const causes = validateMetadata(type.group, type.plural, draft);
  if (context.subresource === undefined) causes.push(...(type.validate?.(draft, existing) ?? []));
  if (causes.length > 0) throw invalid(type, draft.metadata.name, causes);
}

/** Empty maps and lists of the metadata are not stored, as `omitempty` has it. */
function dropEmptyMetadata(draft: Draft): void {
  for (const field of ["labels", "annotations"]) {
    const value = draft.metadata[field];
    if (value === null || Object.keys(recordAt(value) ?? { kept: value }).length === 0)
      delete draft.metadata[field];
  }
  for (const field of ["finalizers", "ownerReferences", "managedFields"]) {
    const value = draft.metadata[field];
    if (value === null || (Array.isArray(value) && value.length === 0)) delete draft.metadata[field];
  }
}
