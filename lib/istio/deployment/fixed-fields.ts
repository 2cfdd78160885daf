import { same } from "../edit/same";
import type { FieldProblem } from "../fields/field-problem";
import type { DeploymentForm } from "./form";
import { isOwnDeployment } from "./labels";
import type { DeploymentObject } from "./object";
import { formFromDeployment } from "./to-form";

/**
 * What of a form would change that cannot be changed: it must not be dropped in silence. Of an own Deployment that is
 * what its selector is made of, of others' everything but the image and the replicas.
 */
export function fixedFieldProblems(form: DeploymentForm, current: DeploymentObject): FieldProblem[] {
  const standing = formFromDeployment(current);
  const own = isOwnDeployment(current.metadata);
  const fixed = own
    ? (["name", "app"] as const)
    : (["name", "app", "version", "ports", "env", "labels", "metadata"] as const);
  const message = own
    ? "It is part of the selector, which cannot be changed; make a new version instead"
    : "Lamia did not make this Deployment: only its image and replicas can be changed here";
  return fixed
    .filter((field) => !same(form[field], standing[field]))
    .map((field) => ({ path: [field], message }));
}
