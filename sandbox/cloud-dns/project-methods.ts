import type { ApiMethod } from "./api-request";
import { quota } from "./quota";

/** `projects.get`: the quotas. */
export const getProject: ApiMethod = ({ projectId }) => ({
  kind: "dns#project",
  id: projectId,
  number: "104285714285",
  quota: { kind: "dns#quota", ...quota },
});
