import { z } from "zod";
import { Failure } from "@/lib/gateway/failure";
import type { Zone } from "@/lib/gateway/model";
import { ApiError, notAnAnswer } from "../hosted/http";
import { withoutDot } from "../record-data";
import type { CloudflareApi } from "./api";
import { texts } from "./texts";

const zone = z.object({
  id: z.string(),
  name: z.string(),
  /** `full`: Cloudflare's own name servers answer for it. */
  type: z.string().default("full"),
  name_servers: z.array(z.string()).nullish(),
  vanity_name_servers: z.array(z.string()).nullish(),
  created_on: z.iso.datetime({ offset: true }).optional().catch(undefined),
  account: z.object({ id: z.string() }).optional(),
});

/** The most that the API gives in a page of zones. */
const pageSize = 50;
const alreadyExists = "1061";
const notRegistered = "1049";

/** The zones that Cloudflare's name servers answer for; not those that it only proxies (`partial`), or copies (`secondary`). */
export async function listZones(api: CloudflareApi): Promise<Zone[]> {
  return (await foundZones(api)).flatMap((found) => servedZone(found) ?? []);
}

async function foundZones(api: CloudflareApi) {
  const listed = await api.list("/zones", {}, pageSize);
  return listed.flatMap((each) => zone.safeParse(each).data ?? []);
}

/** Creates a zone; when the account has one of that name, returns that one. */
export async function createZone(api: CloudflareApi, apex: string, accountId?: string): Promise<Zone> {
  const before = await foundZones(api);
  const standing = before.find(({ name }) => withoutDot(name) === apex);
  const served = standing && servedZone(standing);
  if (served) return served;
  const accounts = new Set(before.flatMap(({ account }) => account?.id ?? []));
  const account = accountId ?? (accounts.size === 1 ? [...accounts][0] : undefined);
  try {
    const asked = {
      name: apex,
      type: "full",
      ...(account === undefined ? {} : { account: { id: account } }),
    };
    const made = servedZone(zone.safeParse(await api.send("POST", "/zones", asked)).data);
    if (made) return made;
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) throw thrown;
    if (thrown.codes.includes(notRegistered))
      throw new Failure("rejected", texts.notRegistered({ apex }), {
        remedy: texts.notRegisteredRemedy({ apex }),
        cause: thrown,
      });
    if (!thrown.codes.includes(alreadyExists)) throw thrown;
    const appeared = (await listZones(api)).find((each) => each.apex === apex);
    if (appeared) return appeared;
    throw new Failure("rejected", texts.zoneElsewhere({ apex }), {
      remedy: texts.zoneElsewhereRemedy({ apex }),
      cause: thrown,
    });
  }
  throw new ApiError({ status: 0, codes: [notAnAnswer] });
}

function servedZone(found: z.infer<typeof zone> | undefined): Zone | null {
  if (found?.type !== "full") return null;
  const { id, name, name_servers: own, vanity_name_servers: vanity, created_on: createdAt } = found;
  const servers = vanity?.length ? vanity : (own ?? []);
  return {
    id,
    apex: withoutDot(name),
    nameServers: servers.map(withoutDot).sort(),
    ...(createdAt === undefined ? {} : { createdAt }),
  };
}
