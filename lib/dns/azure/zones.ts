import { z } from "zod";
import type { Zone } from "@/lib/gateway/model";
import { ApiError, notAnAnswer } from "../hosted/http";
import { withoutDot } from "../record-data";
import type { AzureApi } from "./api";

const zone = z.object({
  name: z.string(),
  properties: z.object({
    nameServers: z.array(z.string()).default([]),
    zoneType: z.string().default("Public"),
  }),
});

/** The public zones of the resource group. */
export async function listZones(api: AzureApi): Promise<Zone[]> {
  return (await api.list("")).flatMap((each) => zoneOf(each) ?? []);
}

/** A zone has the name of its domain, so there is one a group; when it exists already, returns that one. */
export async function createZone(api: AzureApi, apex: string): Promise<Zone> {
  const path = `/${encodeURIComponent(apex)}`;
  try {
    const made = zoneOf(
      await api.send("PUT", path, { json: { location: "global" }, condition: { "if-none-match": "*" } }),
    );
    if (made) return made;
  } catch (thrown) {
    if (!(thrown instanceof ApiError) || thrown.status !== 412) throw thrown;
    const existing = zoneOf(await api.send("GET", path));
    if (existing) return existing;
  }
  throw new ApiError({ status: 0, codes: [notAnAnswer] });
}

function zoneOf(found: unknown): Zone | null {
  const { name = "", properties } = zone.safeParse(found).data ?? {};
  if (properties?.zoneType !== "Public") return null;
  const apex = withoutDot(name);
  return { id: apex, apex, nameServers: properties.nameServers.map(withoutDot).sort() };
}
