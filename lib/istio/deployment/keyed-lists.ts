import { containersPath } from "./places";

type Entry = Record<string, unknown>;

const containers = containersPath.join(".");

/**
 * By what the entries of a Deployment's lists are told apart, as server-side apply does (x-kubernetes-list-map-keys):
 * what others added to them, or beside them, stays.
 */
export const keyedLists = {
  [containers]: ({ name }: Entry) => String(name),
  [`${containers}.ports`]: ({ containerPort, protocol = "TCP" }: Entry) => `${containerPort} ${protocol}`,
  [`${containers}.env`]: ({ name }: Entry) => String(name),
};
