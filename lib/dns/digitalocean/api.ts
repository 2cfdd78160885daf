import pLimit from "p-limit";
import { z } from "zod";
import { Failure } from "@/lib/gateway/failure";
import type { Zone } from "@/lib/gateway/model";
import type { SecretText } from "@/lib/model/secret-text";
import { ApiError, notAnAnswer, requestJson } from "../hosted/http";
import { withoutDot } from "../record-data";

const publicEndpoint = "https://api.digitalocean.com/v2";
const maxConcurrentRequests = 8;
const pageSize = 200;

const refusal = z.object({ id: z.string() });
const page = z.object({
  links: z.object({ pages: z.object({ next: z.string().optional() }).optional() }).optional(),
});
const domain = z.object({ name: z.string().min(1), zone_file: z.string().nullish() });

export interface DigitalOceanApi {
  /** Throws `ApiError`. */
  send(method: "POST" | "DELETE", path: string, json?: unknown): Promise<object>;
  /** The items of all pages, by the field in which the API has them. Throws `ApiError`. */
  list<Item>(
    path: string,
    query: Record<string, string>,
    field: string,
    item: z.ZodType<Item>,
  ): Promise<Item[]>;
}

export function digitalOceanApi(token: SecretText | undefined, endpoint = publicEndpoint): DigitalOceanApi {
  const gate = pLimit(maxConcurrentRequests);
  const ask = (method: string, path: string, json?: unknown) => {
    const headers = { authorization: `Bearer ${token?.reveal() ?? ""}` };
    // A deletion has no other answer than its status.
    const success = method === "DELETE" ? 204 : undefined;
    return gate(() => requestJson(`${endpoint}${path}`, { method, headers, json, success, codesOf }));
  };
  return {
    send: ask,
    async list(path, query, field, item) {
      const found: z.infer<typeof item>[] = [];
      for (let at = 1; ; at += 1) {
        const asked = new URLSearchParams({ ...query, page: String(at), per_page: String(pageSize) });
        const body = await ask("GET", `${path}?${asked}`);
        const items = z.object({ [field]: z.array(item) }).safeParse(body);
        if (!items.success) throw new ApiError({ status: 0, codes: [notAnAnswer] });
        found.push(...(items.data[field] ?? []));
        // The address of the next page isn't followed, because a proxy in between may have a different one.
        if (!page.safeParse(body).data?.links?.pages?.next) return found;
        // Half a list would say of the rest that it doesn't exist.
        if (items.data[field]?.length === 0) throw new ApiError({ status: 0, codes: [notAnAnswer] });
      }
    },
  };
}

function codesOf(body: unknown): string[] {
  const { id } = refusal.safeParse(body).data ?? {};
  return id === undefined ? [] : [id];
}

/** The API calls a zone a domain. */
export async function listZones(api: DigitalOceanApi): Promise<Zone[]> {
  return (await api.list("/domains", {}, "domains", domain)).map(zoneOf);
}

/** Creates a zone; if the account already has one with that name, returns that one. */
export async function createZone(api: DigitalOceanApi, apex: string): Promise<Zone> {
  const existing = async () => (await listZones(api)).find((zone) => zone.apex === apex);
  const before = await existing();
  if (before) return before;
  try {
    await api.send("POST", "/domains", { name: apex });
  } catch (thrown) {
    // The API answers the same status for a name that is taken, here or in another account, as for an invalid one.
    if (!(thrown instanceof ApiError) || thrown.status !== 422) throw thrown;
    const appeared = await existing();
    if (appeared) return appeared;
    throw thrown;
  }
  // The answer doesn't have the zone file yet, and therefore no name servers.
  const made = await existing();
  if (made) return made;
  throw new Failure("conflict", apex);
}

function zoneOf({ name, zone_file: file }: z.infer<typeof domain>): Zone {
  const apex = withoutDot(name);
  return { id: apex, apex, nameServers: nameServersIn(file ?? "", apex) };
}

const usualServers = ["ns1.digitalocean.com", "ns2.digitalocean.com", "ns3.digitalocean.com"];

/** From the NS records of the apex. All zones have the same servers, so they also hold for a new zone without a zone file. */
function nameServersIn(file: string, apex: string): string[] {
  const lines = file.matchAll(/^(\S+)\s+(?:\d+\s+)?IN\s+NS\s+(\S+)\s*$/gm);
  const found = [...lines].flatMap(([, owner = "", server = ""]) =>
    withoutDot(owner) === apex || owner === "@" ? [withoutDot(server)] : [],
  );
  return found.length > 0 ? found.sort() : usualServers;
}
