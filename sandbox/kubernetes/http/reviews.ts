import type { IncomingMessage, ServerResponse } from "node:http";
import { isRecord } from "@/sandbox/kubernetes/json/values";
import { readBody } from "./read-body";
import { sendJson } from "./respond";

const user = { username: "sandbox-admin", groups: ["system:masters", "system:authenticated"] };

/** What each review is answered with: the bearer of the token may do everything. */
const statuses: Readonly<Record<string, unknown>> = {
  "authorization.k8s.io/selfsubjectaccessreviews": { allowed: true },
  "authorization.k8s.io/subjectaccessreviews": { allowed: true },
  "authorization.k8s.io/localsubjectaccessreviews": { allowed: true },
  "authorization.k8s.io/selfsubjectrulesreviews": {
    incomplete: false,
    resourceRules: [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }],
    nonResourceRules: [{ verbs: ["*"], nonResourceURLs: ["*"] }],
  },
  "authentication.k8s.io/selfsubjectreviews": { userInfo: user },
};

export function isReview(group: string, plural: string): boolean {
  return `${group}/${plural}` in statuses;
}

/** Answers an access review, which is never stored. */
export async function handleReview(
  request: IncomingMessage,
  response: ServerResponse,
  group: string,
  plural: string,
): Promise<void> {
  const body = await readBody(request);
  sendJson(response, 201, { ...(isRecord(body) ? body : {}), status: statuses[`${group}/${plural}`] });
}
