import { catalogue } from "@/lib/text/catalogue";

/** Messages of this room. */
export const texts = catalogue({
  clusterUnseen: "Lamia can’t see the Gateways of the cluster at the moment.",
  waitsForCleanup: "The ingress stays until {host} is cleaned up.",
  wantUnknown: "The API server doesn’t say whether the Gateway {namespace}/{name} still uses its ingress.",
  stillWanted: "The Gateway {namespace}/{name} still uses its ingress.",
  taken: "{namespace} already has a {kind} {name}.",
  takenBy: "{namespace} already has a {kind} {name}, which belongs to the Gateway {owner}.",
  foreignObject: "{namespace} has a {kind} {name} that doesn’t belong to this Gateway.",
  envoyFilterTaken: "Someone else has an EnvoyFilter {namespace}/{name}.",
  envoyFilterTakenRemedy: "Remove or rename the EnvoyFilter {namespace}/{name}.",
  noDedicatedByName:
    "Lamia reads Secrets only by name here (LAMIA_SECRETS=by-name), so it can’t let a new ingress read its own.",
  noDedicatedByNameRemedy:
    "Install an ingress with Istio’s chart gateway, and choose it in the gateway by the labels of its pods.",
  renameOrRemove: "Give the Gateway another name, or remove the existing object.",
});
