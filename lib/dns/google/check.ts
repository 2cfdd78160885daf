import type { DNS } from "@google-cloud/dns";
import { describedZones } from "../hosted/failure";
import type { CheckResult } from "../provider-definition";
import { googleFailure } from "./failure";
import { projectKey, serviceAccountKey } from "./metadata-keys";
import { texts } from "./texts";
import { listZones } from "./zones";

interface CheckedKey {
  project: string;
  /** The account's e-mail address. */
  account: string;
  /** The project that the key belongs to. */
  home: string;
}

/** Signs in with the key and lists the project's zones. Changes nothing and never throws. */
export async function checkGoogle(dns: DNS, { project, account, home }: CheckedKey): Promise<CheckResult> {
  try {
    const names = (await listZones(dns)).map(({ apex }) => apex).sort();
    const zones = describedZones(names);
    return {
      ok: true,
      note: texts.accepted({ account, project, zones }),
      ...(home === project ? {} : { warning: texts.otherProject({ home, key: projectKey.key, project }) }),
    };
  } catch (thrown) {
    const failure = googleFailure(thrown, { project, account });
    const key = failure.kind === "refused" ? { key: blamed(thrown) } : {};
    return { ok: false, ...key, note: failure.message, remedy: failure.remedy ?? texts.tryAgain };
  }
}

/** A project that Google does not know is the project's mistake; everything else that it refuses is the key's. */
function blamed(thrown: unknown): string {
  const status =
    typeof thrown === "object" && thrown !== null && "status" in thrown ? thrown.status : undefined;
  return status === 404 ? projectKey.key : serviceAccountKey.key;
}
