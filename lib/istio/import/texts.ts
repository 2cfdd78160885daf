import { catalogue } from "@/lib/text/catalogue";

/** What people read of this room. */
export const texts = catalogue({
  objectTwice: "{kind} {name} appears twice in the text. The second one is left out.",
  kindNotImported: "Lamia imports Deployments, Services and Istio objects, not {apiVersion} {kind}.",
  otherNamespace: "Written for namespace {written}, imported into {namespace}.",
  unknownDocument:
    "This document is neither a Kubernetes object (with apiVersion and kind) nor a Vamp Lamia document.",
});
