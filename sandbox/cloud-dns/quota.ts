/** What `projects.get` reports and the API enforces; Cloud DNS's defaults. */
export const quota = {
  managedZones: 10_000,
  rrsetsPerManagedZone: 10_000,
  rrsetAdditionsPerChange: 1000,
  rrsetDeletionsPerChange: 1000,
  totalRrdataSizePerChange: 100_000,
  resourceRecordsPerRrset: 100,
} as const;
