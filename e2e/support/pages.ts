const cluster = "/virtual-clusters/vamp-demo";
const object = (kind: string, name = "shop") => [
  `${cluster}/${kind}/${name}`,
  `${cluster}/${kind}/${name}/edit`,
];

/** Every page, with something on it. */
export const pages = [
  "/",
  "/virtual-clusters",
  cluster,
  `${cluster}/metadata`,
  `${cluster}/map`,
  `${cluster}/import`,
  "/gateways",
  `${cluster}/gateways/new`,
  ...object("gateways"),
  "/certificates",
  "/applications",
  `${cluster}/applications/shop`,
  "/services",
  `${cluster}/services/new`,
  ...object("services"),
  "/destination-rules",
  `${cluster}/destination-rules/new`,
  ...object("destination-rules"),
  "/virtual-services",
  `${cluster}/virtual-services/new`,
  ...object("virtual-services"),
  "/service-entries",
  `${cluster}/service-entries/new`,
  ...object("service-entries", "payments"),
  "/map",
  "/findings",
  "/istio",
  "/import",
  "/events",
  "/notifications",
];
