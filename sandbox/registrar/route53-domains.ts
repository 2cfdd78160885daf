import { absoluteName } from "@/sandbox/name-servers/record-set";
import { newId, type ProviderAnswer, type ProviderApi, parseJson } from "@/sandbox/providers/provider-api";
import type { RegistrarApi, RegistrarParts } from "./namecom";
import { type Registration, readNameServers } from "./registrations";

interface Operation {
  OperationId: string;
  Status: "IN_PROGRESS" | "SUCCESSFUL" | "FAILED";
  Type: "UPDATE_NAMESERVER";
  DomainName: string;
  /** Seconds since 1970, as AWS's JSON protocols have it. */
  SubmittedDate: number;
  Message?: string;
}

const dotless = (name: string) => name.replace(/\.$/, "");

/** An error in AWS's JSON 1.1 protocol. */
function refusal(type: string, message: string, status = 400): ProviderAnswer {
  return { status, body: { __type: type, message } };
}

/**
 * The parts of Amazon Route 53 Domains (2014-05-15, JSON 1.1) that set name servers. The account is that of Route 53. A change
 * is accepted at once and carried out later; it fails if the domain is locked by then.
 */
export function route53DomainsApi(
  { registrations, levers }: RegistrarParts,
  route53: Required<Pick<ProviderApi, "credentials" | "refusesSignature">>,
): RegistrarApi {
  const operations: Operation[] = [];

  function update(registration: Registration, body: Record<string, unknown>): ProviderAnswer {
    const { domain, locks = [] } = registration;
    if (operations.some((each) => each.DomainName === dotless(domain) && each.Status === "IN_PROGRESS"))
      return refusal("DuplicateRequest", "The request is already in progress for the domain.");
    if (locks.length > 0) return refusal("InvalidInput", "The domain is locked.");
    const given = (Array.isArray(body.Nameservers) ? body.Nameservers : []) as { Name?: unknown }[];
    const hosts = given.map(({ Name }) => Name);
    const read = readNameServers(hosts, domain);
    if (read.mistakes) return refusal("TLDRulesViolation", "The name servers aren't valid for the TLD.");
    const operation: Operation = {
      OperationId: newId(),
      Status: "IN_PROGRESS",
      Type: "UPDATE_NAMESERVER",
      DomainName: dotless(domain),
      SubmittedDate: Date.now() / 1000,
    };
    operations.unshift(operation);
    setTimeout(() => {
      const isLocked = (registrations.get(domain)?.locks ?? []).length > 0;
      operation.Status = isLocked ? "FAILED" : "SUCCESSFUL";
      if (isLocked) operation.Message = "The registry refused the update.";
      else registrations.set(domain, read.nameServers);
    }, levers.registrarSeconds * 1_000).unref();
    return { status: 200, body: { OperationId: operation.OperationId } };
  }

  function run(action: string, body: Record<string, unknown>): ProviderAnswer {
    if (action === "ListDomains") {
      const all = registrations.list().map(({ domain }) => ({ DomainName: dotless(domain) }));
      const [from, size] = [Number(body.Marker ?? 0), Number(body.MaxItems ?? 20)];
      const next = from + size < all.length ? { NextPageMarker: String(from + size) } : {};
      return { status: 200, body: { Domains: all.slice(from, from + size), ...next } };
    }
    if (action === "ListOperations") return { status: 200, body: { Operations: operations } };
    const registration = registrations.get(absoluteName(String(body.DomainName ?? "")));
    if (!registration) return refusal("InvalidInput", `Domain ${body.DomainName} not found in the account`);
    if (action === "UpdateDomainNameservers") return update(registration, body);
    if (action === "GetDomainDetail") return { status: 200, body: detail(registration) };
    return refusal("UnknownOperationException", "", 404);
  }

  return {
    id: "route53domains",
    credentials: route53.credentials,
    answer(request) {
      if (levers.providerUnavailable) return refusal("ServiceUnavailable", "", 503);
      const pause = levers.providerRetryAfterSeconds;
      if (pause !== null)
        return {
          ...refusal("ThrottlingException", "Rate exceeded"),
          headers: { "content-type": "application/x-amz-json-1.1", "retry-after": String(pause) },
        };
      const code = route53.refusesSignature(request);
      if (code)
        return refusal(
          code === "SignatureDoesNotMatch" ? "InvalidSignatureException" : "UnrecognizedClientException",
          "",
        );
      const [, action = ""] = (request.headers["x-amz-target"] ?? "").split(".");
      return run(action, (parseJson(request.body) ?? {}) as Record<string, unknown>);
    },
  };
}

function detail({ domain, nameServers, signers = [], locks = [] }: Registration): object {
  return {
    DomainName: dotless(domain),
    Nameservers: nameServers.map((host) => ({ Name: dotless(host), GlueIps: [] })),
    AutoRenew: true,
    RegistrarName: "Amazon Registrar, Inc.",
    StatusList: ["clientTransferProhibited", ...locks],
    DnssecKeys: signers.map((text) => {
      const [KeyTag, Algorithm, DigestType, Digest] = text.split(" ");
      return {
        KeyTag: Number(KeyTag),
        Algorithm: Number(Algorithm),
        DigestType: Number(DigestType),
        Digest,
        Flags: 257,
      };
    }),
  };
}
