/** What tests count to prove that nothing was done twice; each server adds to its own fields. */
export interface Counts {
  certificatesIssued: number;
  ordersCreated: number;
  /** Cloud DNS changes accepted (not record sets within them). */
  dnsChanges: number;
  kubernetesLists: number;
  kubernetesWatches: number;
}

export function newCounts(): Counts {
  return { certificatesIssued: 0, ordersCreated: 0, dnsChanges: 0, kubernetesLists: 0, kubernetesWatches: 0 };
}
