import type { DNS } from "@google-cloud/dns";
import type { CheckResult, Metadata } from "../provider-definition";
import { googleFailure } from "./failure";
import { parseServiceAccount, projectKey, type ServiceAccount, serviceAccountKey } from "./metadata-keys";
import { listZones } from "./zones";

/** Signs in with the key and lists the project's zones. Changes nothing and never throws. */
export async function checkGoogle(
  metadata: Metadata,
  connect: (account: ServiceAccount, project: string) => DNS,
): Promise<CheckResult> {
  const project = projectKey.schema.safeParse(metadata[projectKey.key]);
  if (!project.success) {
    return {
      ok: false,
      key: projectKey.key,
      note: project.error.issues[0]?.message ?? "The project id is not valid.",
      remedy: "Copy the project id from the Google Cloud console.",
    };
  }
  const parsed = parseServiceAccount(metadata[serviceAccountKey.key] ?? "");
  if (!parsed.ok) {
    return {
      ok: false,
      key: serviceAccountKey.key,
      note: parsed.mistake,
      remedy: "Paste the whole JSON file of a service account's key.",
    };
  }
  const { account, project: home } = parsed.value;
  try {
    const zones = await listZones(connect(parsed.value, project.data));
    const names = zones.map(({ apex }) => apex).sort();
    const shown = names.length > 5 ? [...names.slice(0, 5), `${names.length - 5} more`] : names;
    const list = names.length === 0 ? "no zone yet" : shown.join(", ");
    return {
      ok: true,
      note: `Google accepted the key of ${account}. Project ${project.data} holds ${list}.`,
      ...(home === project.data
        ? {}
        : { warning: `The key is of project ${home}, while google_project_id names ${project.data}.` }),
    };
  } catch (thrown) {
    const failure = googleFailure(thrown, { project: project.data, account });
    const key = failure.kind === "refused" ? { key: blamed(thrown) } : {};
    return { ok: false, ...key, note: failure.message, remedy: failure.remedy ?? "Try again in a moment." };
  }
}

/** A project that Google does not know is the project's mistake; everything else that it refuses is the key's. */
function blamed(thrown: unknown): string {
  const status =
    typeof thrown === "object" && thrown !== null && "status" in thrown ? thrown.status : undefined;
  return status === 404 ? projectKey.key : serviceAccountKey.key;
}
