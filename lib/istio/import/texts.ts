import { catalogue } from "@/lib/text/catalogue";

/** Messages of this room. */
export const texts = catalogue({
  objectTwice: "{kind} {name} appears twice in the text. The second one is left out.",
  kindMissing: "This document of {apiVersion} has no kind.",
  otherNamespace: "Written for namespace {written}, imported into {namespace}.",
  unknownDocument:
    "This document is neither a Kubernetes object (with apiVersion and kind) nor a Vamp Lamia document.",
  enterName: "Enter a name.",
  lastCounts: "This key appears twice. The last value counts.",
  subsetRenamed: "Istio doesn’t allow {from} as the name of a subset. It is imported as {to}.",
  vampDeployment: "Vamp deployment",
  canaryRelease: "Vamp canary release",
  experiment: "Vamp experiment",
  project: "Vamp project",
  role: "Vamp role",
  user: "Vamp user",
  vampIngress: "Vamp ingress",
});
