import type { Levers } from "@/sandbox/levers/levers";
import { absoluteName } from "@/sandbox/name-servers/record-set";
import { newId, type ProviderAnswer, type ProviderApi, parseJson } from "@/sandbox/providers/provider-api";
import { type Registration, type Registrations, readNameServers } from "./registrations";

/** An API of a registrar: served beside those of the DNS providers. */
export type RegistrarApi = Pick<ProviderApi, "id" | "credentials" | "answer">;

export interface RegistrarParts {
  registrations: Registrations;
  levers: Levers;
}

const dotless = (name: string) => name.replace(/\.$/, "");
const refusal = (status: number, message: string, details = ""): ProviderAnswer => ({
  status,
  body: { message, ...(details ? { details } : {}) },
});

/**
 * The parts of name.com's Core API that set name servers: HTTP basic authentication with username and token, domains in pages,
 * DNSSEC, and `:setNameservers`. Every domain of the registrar's book is in its one account.
 */
export function namecomApi({ registrations, levers }: RegistrarParts): RegistrarApi {
  const credentials = { username: "sandbox", token: newId(20) };
  const right = Buffer.from(`${credentials.username}:${credentials.token}`).toString("base64");

  function setNameServers(registration: Registration, body: unknown): ProviderAnswer {
    const { domain, locks = [] } = registration;
    if (locks.length > 0) return refusal(403, "Permission Denied", "The registry has locked the domain.");
    const read = readNameServers((body as { nameservers?: unknown } | undefined)?.nameservers, domain);
    if (read.mistakes)
      return refusal(400, "Invalid Argument", read.mistakes.map(({ message }) => message).join("; "));
    return { status: 200, body: shown(registrations.set(domain, read.nameServers)) };
  }

  return {
    id: "namecom",
    credentials,
    answer({ method, path, query, headers, body }) {
      if (levers.providerUnavailable) return { status: 503, body: "<html>Service Unavailable</html>" };
      const pause = levers.providerRetryAfterSeconds;
      if (pause !== null)
        return { ...refusal(429, "Too Many Requests"), headers: { "retry-after": String(pause) } };
      const [, given] = /^Basic (\S+)$/.exec(headers.authorization ?? "") ?? [];
      if (given !== right) return refusal(401, "Unauthenticated");
      const [, named, action = ""] = /^\/domains\/([^/:]+)([:/]\w+)?$/.exec(decodeURIComponent(path)) ?? [];
      if (path === "/domains" && method === "GET") return page(registrations.list().map(shown), query);
      const registration = named === undefined ? undefined : registrations.get(absoluteName(named));
      if (!registration) return refusal(404, "Not Found");
      if (method === "GET" && action === "") return { status: 200, body: shown(registration) };
      if (method === "GET" && action === "/dnssec") return { status: 200, body: dnssec(registration) };
      if (method === "POST" && action === ":setNameservers")
        return setNameServers(registration, parseJson(body));
      return refusal(404, "Not Found");
    },
  };
}

function shown({ domain, nameServers }: Registration) {
  return {
    domainName: dotless(domain),
    nameservers: nameServers.map(dotless),
    locked: true,
    autorenewEnabled: true,
    createDate: "2020-02-02T00:00:00Z",
    expireDate: "2030-02-02T00:00:00Z",
  };
}

/** Without DS records, the list is left out. */
function dnssec({ domain, signers = [] }: Registration): object {
  if (signers.length === 0) return {};
  return {
    dnssec: signers.map((text) => {
      const [keyTag, algorithm, digestType, digest] = text.split(" ");
      return {
        domainName: dotless(domain),
        keyTag: Number(keyTag),
        algorithm: Number(algorithm),
        digestType: Number(digestType),
        digest,
      };
    }),
  };
}

function page(domains: object[], query: URLSearchParams): ProviderAnswer {
  const [size, at] = [Number(query.get("perPage") ?? 250), Number(query.get("page") ?? 1)];
  const last = Math.max(1, Math.ceil(domains.length / size));
  const next = at < last ? { nextPage: at + 1 } : {};
  const shownNow = domains.slice((at - 1) * size, at * size);
  return { status: 200, body: { domains: shownNow, ...next, lastPage: last, totalCount: domains.length } };
}
