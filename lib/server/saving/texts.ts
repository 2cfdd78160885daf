import { catalogue } from "@/lib/text/catalogue";

/** Messages of this room. */
export const texts = catalogue({
  noNamespace: "The cluster has no namespace {name}.",
  notAVirtualCluster: "{name} isn’t a virtual cluster, so Lamia writes nothing in it. Add it first.",
  systemNamespace:
    "{name} belongs to Kubernetes, Istio, or Lamia, so Lamia doesn’t change its objects. Use kubectl.",
  serviceAccountSetting: "its name in LAMIA_POD_SERVICE_ACCOUNTS",
  notAllowed: "{message} To allow it, start Lamia with {setting}.",
  noDedicatedIngress: "Lamia can’t create a dedicated ingress. {reason}",
  ingressTaken: "{reason} Choose another name for this gateway.",
  noRenaming: "You can’t rename a {kind}.",
  nameStays: "The name is {name} and can’t change.",
  notValid: "Some values aren’t valid.",
  changedSince: "{object} has changed since you opened this form.",
  ownedByOthers:
    "{object} has fields that {managers} owns. Save with force to take them over. The other field manager may set them again.",
  besideOwned: "{manager} owns {field}, which conflicts with your change.",
  notFound: "{namespace} has no {kind} {name}.",
  sharedField: "{manager} also owns {field}, so removing it here doesn’t remove it from the object.",
  deletedSince: "{object} was deleted since you opened it.",
  ownsField: "{manager} owns this field.",
});
