interface GroupWords {
  description: string;
  /** Whether its settings can be tried: those of a DNS provider can. */
  checkable: boolean;
}

const notifications: GroupWords = {
  description: "Where what happens here is told besides the bell. Secrets are never shown again.",
  checkable: false,
};

const dnsProvider: GroupWords = {
  description: "Secrets are kept in a Kubernetes Secret and never shown again.",
  checkable: true,
};

/** What is said of a group of well-known keys; every group but the notifications' is a DNS provider. */
export function groupWords(group: string): GroupWords {
  return group === "Notifications" ? notifications : dnsProvider;
}
