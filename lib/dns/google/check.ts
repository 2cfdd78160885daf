import type { Zone } from "@/lib/gateway/model";
import { describedZones } from "../hosted/failure";
import type { CheckResult } from "../provider-definition";
import { type GoogleIdentity, googleFailure } from "./failure";
import { projectKey, serviceAccountKey } from "./metadata-keys";
import { texts } from "./texts";

/**
 * Lists the zones, as a check of the credentials. Changes nothing and never throws.
 * @param home the project that the key belongs to
 */
export async function checkGoogle(
  listed: () => Promise<readonly Zone[]>,
  identity: GoogleIdentity,
  home: string,
): Promise<CheckResult> {
  const { project, account, isAmbient } = identity;
  try {
    const names = (await listed()).map(({ apex }) => apex).sort();
    const zones = describedZones(names);
    return {
      ok: true,
      note: isAmbient
        ? texts.acceptedAmbient({ project, zones })
        : texts.accepted({ account, project, zones }),
      ...(home === project ? {} : { warning: texts.otherProject({ home, key: projectKey.key, project }) }),
    };
  } catch (thrown) {
    const failure = googleFailure(thrown, identity);
    const isKey = failure.kind === "refused" && !(isAmbient && blamed(thrown) === serviceAccountKey.key);
    const key = isKey ? { key: blamed(thrown) } : {};
    return { ok: false, ...key, note: failure.message, remedy: failure.remedy ?? texts.tryAgain };
  }
}

/** A project that Google does not know is the project's mistake; everything else that it refuses is the key's. */
function blamed(thrown: unknown): string {
  const status =
    typeof thrown === "object" && thrown !== null && "status" in thrown ? thrown.status : undefined;
  return status === 404 ? projectKey.key : serviceAccountKey.key;
}
