/** What applications are, on their list and on what stands for it. */
export const applicationDescription =
  "What runs: Deployments that share the label app, each of them a version.";

/** What stands above the form of a new one. */
export const newApplicationDescription = (virtualCluster: string) =>
  `A Deployment, its first version. It will stand in ${virtualCluster}.`;
