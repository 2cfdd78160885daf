import type { Store } from "@/lib/store/open-store";
import { clientHeader } from "../http/sign-in-throttle";
import type { Log } from "../log";
import { texts } from "./texts";

/** How the installation token was used: to sign in a browser, or as a bearer token. */
export type TokenUse = "sign-in" | "bearer";

const againAfterMs = 24 * 3_600_000;
const mostRemembered = 1000;

/**
 * Reports each use of the installation token once there are users: it's for the day when nobody can sign in, and
 * everybody should know of that day. A program that uses it is reported once a day for each address.
 */
export function tokenUses({ people, events }: Pick<Store, "people" | "events">, log: Pick<Log, "warn">) {
  const reported = new Map<string, number>();

  async function report(use: TokenUse, address: string, now: Date): Promise<void> {
    if ((await people.count()) === 0) return;
    log.warn({ use, address }, "the installation token was used");
    const message = use === "sign-in" ? texts.tokenSignIn : texts.tokenBearer;
    await events.add([
      {
        at: now.toISOString(),
        level: "warning",
        type: "sign-in.token",
        message: message({ address: address || texts.thisMachine }),
        remedy: texts.tokenUsedRemedy,
        notification: { title: texts.tokenUsedTitle, link: "/events" },
      },
    ]);
  }

  return (use: TokenUse, headers: Headers): void => {
    const address = headers.get(clientHeader) ?? "";
    const [now, key] = [new Date(), `${use} ${address}`];
    if (use === "bearer" && now.getTime() - (reported.get(key) ?? Number.NEGATIVE_INFINITY) < againAfterMs)
      return;
    if (reported.size >= mostRemembered) reported.clear();
    reported.set(key, now.getTime());
    report(use, address, now).catch((thrown: unknown) => {
      reported.delete(key);
      log.warn({ err: thrown }, "a use of the installation token wasn't saved");
    });
  };
}
