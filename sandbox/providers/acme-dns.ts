import { randomUUID } from "node:crypto";
import {
  newId,
  type ProviderAnswer,
  type ProviderApi,
  type ProviderParts,
  type ProviderRequest,
  parseJson,
} from "./provider-api";

/** The zone that the server answers for. */
export const acmeDnsZone = "acme-dns.net.";

/**
 * An acme-dns server: `POST /register`, `POST /update` with X-Api-User and X-Api-Key, `GET /health`, and the error bodies of
 * the original. Each registration has a name with the two TXT values that were set last.
 */
export function acmeDnsApi({ zones, levers }: ProviderParts): ProviderApi {
  const zone = zones.create({ name: "acme-dns", dnsName: acmeDnsZone, description: "", labels: {} });
  const accounts = new Map<string, { key: string; subdomain: string; values: string[] }>();

  function register(): ProviderAnswer {
    const [username, password, subdomain] = [randomUUID(), newId(20), randomUUID()];
    accounts.set(username, { key: password, subdomain, values: [] });
    const fulldomain = `${subdomain}.${acmeDnsZone.slice(0, -1)}`;
    return { status: 201, body: { username, password, fulldomain, subdomain, allowfrom: [] } };
  }

  function update({ headers, body }: ProviderRequest): ProviderAnswer {
    const { subdomain, txt } = (parseJson(body) ?? {}) as { subdomain?: unknown; txt?: unknown };
    const account = accounts.get(headers["x-api-user"] ?? "");
    if (!account || account.key !== headers["x-api-key"] || account.subdomain !== subdomain)
      return refusal(401, "forbidden");
    if (typeof txt !== "string" || !/^[A-Za-z0-9_-]{43}$/.test(txt)) return refusal(400, "bad_txt");
    const setOf = (values: readonly string[]) =>
      values.length === 0
        ? []
        : [
            {
              name: `${account.subdomain}.${acmeDnsZone}`,
              type: "TXT" as const,
              ttl: 1,
              rrdatas: values.map((value) => JSON.stringify(value)).sort(),
            },
          ];
    const before = setOf(account.values);
    account.values = [...account.values.filter((value) => value !== txt), txt].slice(-2);
    const after = setOf(account.values);
    if (JSON.stringify(before) !== JSON.stringify(after))
      zones.change(zone, { deletions: before, additions: after });
    return { status: 200, body: { txt } };
  }

  return {
    id: "acme-dns",
    zones,
    credentials: {},
    answer(request) {
      if (levers.providerUnavailable) return { status: 503, body: "" };
      switch (`${request.method} ${request.path}`) {
        case "POST /register":
          return register();
        case "POST /update":
          return update(request);
        case "GET /health":
          return { status: 200, body: "" };
        default:
          return { status: 404, body: "404 page not found\n" };
      }
    },
  };
}

function refusal(status: number, error: string): ProviderAnswer {
  return { status, body: { error } };
}
