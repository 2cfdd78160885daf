import type { GatewayName } from "@/lib/model/secured-hosts";
import type { Store } from "@/lib/store/open-store";
import { type Acting, asRunner } from "./acting";

type Audit = Pick<Store["audit"], "causeOf">;

/** Who last did something about a gateway: what Lamia then does for its hosts follows from that. */
export function causeOf(audit: Audit, { namespace, name }: GatewayName): NonNullable<Acting["cause"]> {
  return async () => {
    const entry = await audit.causeOf({ kind: "Gateway", virtualCluster: namespace, name });
    return entry && { actor: entry.actor, action: entry.action, at: entry.at };
  };
}

interface Task {
  subject: string;
  virtualCluster: string | null;
  gateway: string | null;
}

/** Runs a task in the name of whoever is the reason for it: a cleanup knows its gateway, and others are named after one. */
export function forTask<Result>(audit: Audit, task: Task, work: () => Result): Result {
  const [namespace = "", name = ""] = task.subject.split("/");
  const gateway =
    task.virtualCluster !== null && task.gateway !== null
      ? { namespace: task.virtualCluster, name: task.gateway }
      : { namespace, name };
  return asRunner(gateway.name === "" ? null : causeOf(audit, gateway), work);
}
