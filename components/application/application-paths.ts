const base = (virtualCluster: string) =>
  `/virtual-clusters/${encodeURIComponent(virtualCluster)}/applications`;
const details = (virtualCluster: string, app: string) => `${base(virtualCluster)}/${encodeURIComponent(app)}`;
const version = (virtualCluster: string, app: string, deployment: string) =>
  `${details(virtualCluster, app)}/versions/${encodeURIComponent(deployment)}`;

/** Paths of the pages of applications; a version has the name of its Deployment. */
export const applicationPaths = {
  list: base,
  details,
  new: (virtualCluster: string) => `${base(virtualCluster)}/new`,
  /** The page that puts the application online. */
  online: (virtualCluster: string, app: string) =>
    `/virtual-clusters/${encodeURIComponent(virtualCluster)}/online?app=${encodeURIComponent(app)}`,
  newVersion: (virtualCluster: string, app: string) => `${details(virtualCluster, app)}/versions/new`,
  version,
  editVersion: (virtualCluster: string, app: string, deployment: string) =>
    `${version(virtualCluster, app, deployment)}/edit`,
};
