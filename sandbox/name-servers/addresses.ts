export const rootServerAddress = "127.0.53.1";
export const tldServerAddress = "127.0.53.2";

/** Cloud DNS keeps several sets of four name servers; a zone gets one whole set. */
export const nameServerSets = ["a", "b", "c", "d", "e"] as const;
export type NameServerSet = (typeof nameServerSets)[number];

export interface CloudNameServer {
  /** e.g. "ns-cloud-a1.googledomains.com." */
  host: string;
  address: string;
  set: NameServerSet;
  /** 0–3 within the set. */
  index: number;
}

/** All twenty, on 127.0.54.1 to 127.0.54.20. */
export const cloudNameServers: readonly CloudNameServer[] = nameServerSets.flatMap((set, at) =>
  [0, 1, 2, 3].map((index) => ({
    host: `ns-cloud-${set}${index + 1}.googledomains.com.`,
    address: `127.0.54.${at * 4 + index + 1}`,
    set,
    index,
  })),
);

/** The hosts of one set, in order. */
export function nameServerHosts(set: NameServerSet): string[] {
  return cloudNameServers.filter((server) => server.set === set).map((server) => server.host);
}

/** Every address that the sandbox's name servers listen on. */
export const nameServerAddresses: readonly string[] = [
  rootServerAddress,
  tldServerAddress,
  ...cloudNameServers.map((server) => server.address),
];
