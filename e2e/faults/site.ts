import { putGateway, removeGateway } from "@/lib/server/testing/test-panel";
import type { Stage } from "./stage";

/** One host of the site, and its wanted state. */
export interface Slot {
  host: string;
  /** The Gateway that names it; null while the host is unwanted. */
  gateway: string | null;
  /** Each takeover by another Gateway of the same host uses a new name. */
  takeovers: number;
}

/** Thirty hosts, most of them wanted, and foreign objects. */
export interface Site {
  slots: Slot[];
  /** Foreign record sets in the zone, by `name type`; they must stay unchanged. */
  foreignRecords: Map<string, string>;
  /** The number of certificates that the CA should have issued by now. */
  certificates: number;
}

const gateways = { group: "networking.istio.io", plural: "gateways" };
const zoneName = "democluster.net.";

export function newSite(hosts: number): Site {
  const slots = Array.from({ length: hosts }, (_, at) => ({
    host: `site${at}.democluster.net`,
    gateway: null,
    takeovers: 0,
  }));
  return { slots, foreignRecords: new Map(), certificates: 0 };
}

export const wantedSlots = ({ slots }: Site) => slots.filter(({ gateway }) => gateway !== null);
export const freeSlots = ({ slots }: Site) => slots.filter(({ gateway }) => gateway === null);

const nameOf = ({ host, takeovers }: Slot) => `${host.split(".")[0]}${takeovers > 0 ? `-${takeovers}` : ""}`;

export function create({ world }: Pick<Stage, "world">, site: Site, slot: Slot): void {
  slot.gateway = nameOf(slot);
  putGateway(world.sandbox, slot.gateway, slot.host);
  site.certificates += 1;
}

export function remove({ world }: Pick<Stage, "world">, slot: Slot): void {
  if (slot.gateway) removeGateway(world.sandbox, slot.gateway);
  slot.gateway = null;
}

/** Like `kubectl replace --force`. */
export function replace({ world }: Stage, slot: Slot): void {
  if (!slot.gateway) return;
  removeGateway(world.sandbox, slot.gateway);
  putGateway(world.sandbox, slot.gateway, slot.host);
}

/** The Gateway stays, but no longer names the host. */
export function unname({ world }: Stage, slot: Slot): void {
  const { objects } = world.sandbox.kubernetes;
  const current = objects.get(gateways, "vamp-demo", slot.gateway ?? "");
  objects.put(gateways, { ...current, metadata: { ...current?.metadata, annotations: {} } });
  slot.gateway = null;
}

/** A second Gateway names the host, and the first one is deleted. */
export function takeOver({ world }: Stage, slot: Slot): void {
  const before = slot.gateway;
  slot.takeovers += 1;
  slot.gateway = nameOf(slot);
  putGateway(world.sandbox, slot.gateway, slot.host);
  if (before) removeGateway(world.sandbox, before);
}

/** An annotation that has nothing to do with the host changes, as tools often do. */
export function annotate({ world }: Stage, slot: Slot, value: string): void {
  const { objects } = world.sandbox.kubernetes;
  const current = objects.get(gateways, "vamp-demo", slot.gateway ?? "");
  const annotations = { ...current?.metadata.annotations, "example.com/touched": value };
  objects.put(gateways, { ...current, metadata: { ...current?.metadata, annotations } });
}

/** Another user writes to the zone: next to our hosts, and at the name of one of our challenges. */
export async function putForeignRecord(
  { others }: Stage,
  site: Site,
  label: string,
  isChallenge: boolean,
): Promise<void> {
  const name = `${isChallenge ? "_acme-challenge." : ""}${label}.${zoneName}`;
  const [zone] = await others.zones({ holding: name });
  if (!zone || site.foreignRecords.has(`${name} TXT`)) return;
  const value = `of somebody else: ${label}`;
  const next = { name: name.slice(0, -1), type: "TXT" as const, ttlSeconds: 300, values: [value] };
  if (await others.read(zone, next.name, "TXT")) return;
  const isWritten = await others.change(zone, [{ seen: null, next }]).then(
    () => true,
    // A challenge came first.
    () => false,
  );
  if (isWritten) site.foreignRecords.set(`${name} TXT`, `"${value}"`);
}

/** The settings of the virtual cluster are missing until they are restored. */
export function withoutMetadata({ world }: Stage): () => void {
  const { objects } = world.sandbox.kubernetes;
  const secrets = { group: "", plural: "secrets" };
  const kept = objects.get(secrets, "vamp-demo", "lamia-metadata");
  objects.remove(secrets, "vamp-demo", "lamia-metadata");
  return () => {
    if (kept) objects.put(secrets, kept);
  };
}
