/** What the mesh's objects say of requests for one host at one Gateway. Names are `namespace/name`. */
export interface HostRoutes {
  /** VirtualServices that bind to the Gateway for the host. */
  bound: readonly string[];
  /** Whether one of them takes a GET of every path. */
  takesEveryPath: boolean;
  /** Full names below a wildcard host that they have routes for. */
  names: readonly string[];
  /** VirtualServices for the host that name other gateways than this one. */
  elsewhere: readonly { name: string; gateways: readonly string[] }[];
  /** Destinations of their routes that cannot answer. */
  broken: readonly BrokenDestination[];
}

export interface BrokenDestination {
  /** e.g. `shop.vamp-demo.svc.cluster.local, subset v1` */
  destination: string;
  /** Why, as the rest of a sentence. */
  why: string;
  /** What a person can do; null where pods are only starting. */
  remedy: string | null;
}
