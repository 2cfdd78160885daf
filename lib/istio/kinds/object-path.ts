import type { KubernetesObject } from "@/lib/model/object";
import { fieldOfPlace, type Path, placeOfField } from "../fields/places";
import { type Kind, kindEntry } from "./index";

/** The place in an object, of a kind that has a form, that a field of its form stands for. */
export function objectPath(object: KubernetesObject, path: Path): (string | number)[] {
  return [...(placeOfField(kindEntry(object.kind as Kind).places, object, path) ?? [])];
}

/**
 * The field of the form that shows a place in the object, so that a finding can stand beside it: for a Gateway
 * `["spec", "servers", 0, "port", "number"]` is `["servers", 0, "port"]`. `[]` when no field shows it.
 */
export function formPath(object: KubernetesObject, path: Path): (string | number)[] {
  return [...(fieldOfPlace(kindEntry(object.kind as Kind).places, object, path) ?? [])];
}
