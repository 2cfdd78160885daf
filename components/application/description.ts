/** What applications are, on their list and on what stands for it. */
export const applicationDescription =
  "What runs: Deployments that share the label app, each of them a version.";

/** What the form of a new one makes. */
export const versionPurpose = "A Deployment, its first version.";
