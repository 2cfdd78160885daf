import type { GatewayName } from "@/lib/gateway/model";
import type { NewCleanup } from "@/lib/store/cleanups";

const reasons = {
  deleted: (gateway: string) => `The Gateway ${gateway} was deleted.`,
  unnamed: (gateway: string) => `The Gateway ${gateway} no longer names this host.`,
  missed: (gateway: string) =>
    `The Gateway ${gateway} went, or gave up this host, while Lamia was not looking.`,
  record: (gateway: string) =>
    `A record is marked for the Gateway ${gateway}, which does not name this host.`,
};

/** The cleanup of a host that its Gateway does not ask for any more. */
export function goneCleanup(
  { host, gateway }: { host: string; gateway: GatewayName },
  why: keyof typeof reasons,
  reachedBy: string | null = null,
): NewCleanup {
  const { namespace, name } = gateway;
  return {
    host,
    gateway: { namespace, name },
    payload: { reachedBy },
    reason: reasons[why](`${namespace}/${name}`),
  };
}

/** The cleanup of Secrets of a host that no Gateway names. */
export function orphanedSecrets(host: string, reachedBy: string | null): NewCleanup {
  return {
    host,
    gateway: null,
    payload: { reachedBy },
    reason: "Lamia holds Secrets of this host, and no Gateway names it.",
  };
}
