import { createHash, createHmac } from "node:crypto";
import { GoogleError } from "@/sandbox/cloud-dns/google-error";
import type { ManagedZone } from "@/sandbox/cloud-dns/managed-zone";
import { absoluteName, isDomainName, isRecordType, type RecordSet } from "@/sandbox/name-servers/record-set";
import { parseRrdata } from "@/sandbox/name-servers/rrdata";
import {
  isInZone,
  newId,
  type ProviderAnswer,
  type ProviderApi,
  type ProviderParts,
  type ProviderRequest,
} from "./provider-api";
import { element, escapeXml, textOf, valuesOf } from "./xml";

class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const namespace = 'xmlns="https://route53.amazonaws.com/doc/2013-04-01/"';
const syncedAfterMs = 300;
const sessionLifetimeMs = 3_600_000;
/** The value stored for an alias of a load balancer: one of its addresses. */
const loadBalancerAddress = "192.0.2.242";

interface Session {
  secret: string;
  token?: string;
}

/**
 * Amazon Route 53's REST API (2013-04-01) in XML, and the part of STS that roles need; every request is signed
 * (SigV4).
 */
export function route53Api({ zones, levers }: ProviderParts): ProviderApi {
  const accessKeyId = `AKIA${newId(8).toUpperCase()}`;
  const secretAccessKey = newId(20);
  const role = "arn:aws:iam::123456789012:role/lamia-dns";
  const externalId = "lamia-external";
  const webIdentityToken = newId(24);
  const sessions = new Map<string, Session>([[accessKeyId, { secret: secretAccessKey }]]);
  const references = new Set<string>();
  const aliases = new Map<string, string>();
  const changes = new Map<string, number>();

  function authenticate(request: ProviderRequest): void {
    const authorization = request.headers.authorization ?? "";
    const [, id = "", scope = "", signed = "", signature = ""] =
      /Credential=([^/,]+)\/([^,]+), ?SignedHeaders=([^,]+), ?Signature=(\w+)/.exec(authorization) ?? [];
    const session = sessions.get(id);
    if (!session || request.headers["x-amz-security-token"] !== session.token)
      throw new Refusal(
        403,
        "InvalidClientTokenId",
        "The security token included in the request is invalid.",
      );
    if (signature !== signatureOf(request, session.secret, scope, signed.split(";")))
      throw new Refusal(403, "SignatureDoesNotMatch", "The request signature we calculated does not match.");
  }

  function newSession(): { id: string; secret: string; token: string } {
    const made = { id: `ASIA${newId(8).toUpperCase()}`, secret: newId(20), token: newId(32) };
    sessions.set(made.id, made);
    return made;
  }

  /** STS: AssumeRole is signed; AssumeRoleWithWebIdentity carries a service account's token. */
  function assumeRole(request: ProviderRequest): string {
    const form = new URLSearchParams(request.body);
    const action = form.get("Action") ?? "";
    if (action === "AssumeRole") authenticate(request);
    const isKnown =
      form.get("RoleArn") === role &&
      (action === "AssumeRole"
        ? form.get("ExternalId") === externalId
        : form.get("WebIdentityToken") === webIdentityToken);
    if (!isKnown) throw new Refusal(403, "AccessDenied", `Not authorized to perform: sts:${action}`);
    const { id, secret, token } = newSession();
    const expiration = new Date(Date.now() + sessionLifetimeMs).toISOString();
    const credentials = element("Credentials", {
      ...{ AccessKeyId: id, SecretAccessKey: secret, SessionToken: token, Expiration: expiration },
    });
    return `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>${credentials}</${action}Result></${action}Response>`;
  }

  function zoneOf(id: string): ManagedZone {
    const zone = zones.find(id);
    if (zone) return zone;
    throw new Refusal(404, "NoSuchHostedZone", `No hosted zone found with ID: ${id}`);
  }

  function zoneXml(zone: ManagedZone): string {
    const config = element("Config", { PrivateZone: String(Boolean(zone.privateVisibilityConfig)) });
    const count = String(zone.content.size);
    const fields = { Id: `/hostedzone/${zone.name}`, Name: zone.dnsName, CallerReference: zone.description };
    return `<HostedZone>${element(null, fields)}${config}${element(null, { ResourceRecordSetCount: count })}</HostedZone>`;
  }

  function delegationXml({ nameServers }: ManagedZone): string {
    const hosts = nameServers.map((host) => element(null, { NameServer: host.slice(0, -1) })).join("");
    return `<DelegationSet><NameServers>${hosts}</NameServers></DelegationSet>`;
  }

  function listZones(query: URLSearchParams): string {
    const size = Math.min(Number(query.get("maxitems") ?? 100), 100);
    const all = zones.list();
    const from = query.get("marker");
    const at = from === null ? 0 : all.findIndex(({ name }) => name === from);
    const page = all.slice(Math.max(at, 0), Math.max(at, 0) + size);
    const next = all[Math.max(at, 0) + size];
    const rest = element(null, {
      IsTruncated: String(Boolean(next)),
      MaxItems: String(size),
      ...(next && { NextMarker: next.name }),
    });
    return `<ListHostedZonesResponse ${namespace}><HostedZones>${page.map(zoneXml).join("")}</HostedZones>${rest}</ListHostedZonesResponse>`;
  }

  function createZone(body: string): string {
    const name = absoluteName(textOf(body, "Name"));
    const reference = textOf(body, "CallerReference");
    const isPrivate = body.includes("<VPC>");
    if (!isDomainName(name))
      throw new Refusal(400, "InvalidDomainName", "The specified domain name is not valid.");
    if (references.has(reference))
      throw new Refusal(409, "HostedZoneAlreadyExists", "A hosted zone has already been created with it.");
    references.add(reference);
    const made = zones.create({
      name: `Z${newId(10).toUpperCase()}`,
      dnsName: name,
      description: reference,
      labels: {},
      ...(isPrivate && { privateVisibilityConfig: {} }),
    });
    return `<CreateHostedZoneResponse ${namespace}>${zoneXml(made)}${changeXml()}${delegationXml(made)}</CreateHostedZoneResponse>`;
  }

  function changeXml(id = `C${newId(10).toUpperCase()}`): string {
    const submittedAt = changes.get(id) ?? Date.now();
    changes.set(id, submittedAt);
    const Status = Date.now() - submittedAt < syncedAfterMs ? "PENDING" : "INSYNC";
    const SubmittedAt = new Date(submittedAt).toISOString();
    return element("ChangeInfo", { Id: `/change/${id}`, Status, SubmittedAt });
  }

  function setXml(set: RecordSet): string {
    const name = { Name: set.name.replace("*", "\\052"), Type: set.type };
    const alias = aliases.get(`${set.name} ${set.type}`);
    if (alias) return `<ResourceRecordSet>${element(null, name)}${alias}</ResourceRecordSet>`;
    const values = set.rrdatas.map((Value) => element("ResourceRecord", { Value })).join("");
    return `<ResourceRecordSet>${element(null, { ...name, TTL: String(set.ttl) })}<ResourceRecords>${values}</ResourceRecords></ResourceRecordSet>`;
  }

  /** By name with its labels reversed, then by type. */
  function listSets(zone: ManagedZone, query: URLSearchParams): string {
    const keyOf = (name: string, type: string) => `${name.split(".").reverse().join(".")} ${type}`;
    const all = [...zone.content.all()].sort((one, other) =>
      keyOf(one.name, one.type) < keyOf(other.name, other.type) ? -1 : 1,
    );
    const asked = query.get("name");
    const from =
      asked === null ? "" : keyOf(absoluteName(asked.replace("\\052", "*")), query.get("type") ?? "");
    const size = Math.min(Number(query.get("maxitems") ?? 300), 300);
    const left = all.filter(({ name, type }) => keyOf(name, type) >= from);
    const next = left[size];
    const rest = element(null, {
      IsTruncated: String(Boolean(next)),
      MaxItems: String(size),
      ...(next && { NextRecordName: next.name, NextRecordType: next.type }),
    });
    const sets = left.slice(0, size).map(setXml).join("");
    return `<ListResourceRecordSetsResponse ${namespace}><ResourceRecordSets>${sets}</ResourceRecordSets>${rest}</ListResourceRecordSetsResponse>`;
  }

  function change(zone: ManagedZone, body: string): string {
    const [deletions, additions]: [RecordSet[], RecordSet[]] = [[], []];
    const made: [key: string, alias: string][] = [];
    for (const each of valuesOf(body, "Change")) {
      const action = textOf(each, "Action");
      const { set, alias } = readSet(zone, each);
      const current = zone.content.get(set.name, set.type);
      if (action === "DELETE" || (action === "UPSERT" && current)) {
        const isSame = alias !== undefined || aliases.has(`${set.name} ${set.type}`);
        if (isSame && aliases.get(`${set.name} ${set.type}`) !== alias)
          throw invalidBatch("values do not match");
        deletions.push(action === "DELETE" ? set : (current ?? set));
      }
      if (action === "CREATE" || action === "UPSERT") {
        additions.push(set);
        if (alias) made.push([`${set.name} ${set.type}`, alias]);
      }
    }
    try {
      zones.change(zone, { deletions, additions });
    } catch (error) {
      if (error instanceof GoogleError) throw invalidBatch(error.message);
      throw error;
    }
    for (const { name, type } of deletions) aliases.delete(`${name} ${type}`);
    for (const [key, alias] of made) aliases.set(key, alias);
    return `<ChangeResourceRecordSetsResponse ${namespace}>${changeXml()}</ChangeResourceRecordSetsResponse>`;
  }

  function route(request: ProviderRequest): string {
    const { method, path, query, body } = request;
    const [, resource = "", id = "", what = ""] = path.replace(/^\/2013-04-01/, "").split("/");
    if (method === "POST" && path === "/") return assumeRole(request);
    authenticate(request);
    switch (`${method} ${resource}${id && "/:id"}${what && `/${what}`}`) {
      case "GET hostedzone":
        return listZones(query);
      case "POST hostedzone":
        return createZone(body);
      case "GET hostedzone/:id": {
        const zone = zoneOf(id);
        return `<GetHostedZoneResponse ${namespace}>${zoneXml(zone)}${delegationXml(zone)}</GetHostedZoneResponse>`;
      }
      case "GET hostedzone/:id/rrset":
        return listSets(zoneOf(id), query);
      case "POST hostedzone/:id/rrset":
        return change(zoneOf(id), body);
      case "GET change/:id":
        if (!changes.has(id))
          throw new Refusal(404, "NoSuchChange", `Could not find resource with ID: ${id}`);
        return `<GetChangeResponse ${namespace}>${changeXml(id)}</GetChangeResponse>`;
      default:
        throw new Refusal(404, "UnknownOperationException", "Unknown operation");
    }
  }

  function answer(request: ProviderRequest): ProviderAnswer {
    const xml = { "content-type": "text/xml" };
    const { providerRetryAfterSeconds: pause } = levers;
    try {
      if (levers.providerUnavailable)
        throw new Refusal(503, "ServiceUnavailable", "The service is unavailable.");
      if (pause !== null) throw new Refusal(400, "Throttling", "Rate exceeded");
      return {
        status: request.path.endsWith("/hostedzone") && request.method === "POST" ? 201 : 200,
        headers: xml,
        body: route(request),
      };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const retry = pause === null ? {} : { "retry-after": String(pause) };
      const fault = element("Error", { Type: "Sender", Code: error.code, Message: escapeXml(error.message) });
      const body = `<ErrorResponse ${namespace}>${fault}<RequestId>${newId(8)}</RequestId></ErrorResponse>`;
      return { status: error.status, headers: { ...xml, ...retry }, body };
    }
  }

  function refusesSignature(request: ProviderRequest): string | undefined {
    try {
      authenticate(request);
      return undefined;
    } catch (error) {
      if (error instanceof Refusal) return error.code;
      throw error;
    }
  }

  const credentials = { accessKeyId, secretAccessKey, role, externalId, webIdentityToken };
  return { id: "route53", aliases: ["sts"], zones, credentials, answer, refusesSignature };
}

function invalidBatch(reason: string): Refusal {
  return new Refusal(400, "InvalidChangeBatch", `[${reason}]`);
}

function readSet(zone: ManagedZone, xml: string): { set: RecordSet; alias?: string } {
  const name = absoluteName(textOf(xml, "Name").replace("\\052", "*"));
  const type = textOf(xml, "Type");
  if (!isDomainName(name, { wildcard: true }) || !isInZone(zone, name) || !isRecordType(type))
    throw invalidBatch(`RRSet with DNS name ${name} and type ${type} is not permitted`);
  const [alias] = valuesOf(xml, "AliasTarget");
  if (alias !== undefined) {
    if (!/^Z[A-Z0-9]+$/.test(textOf(alias, "HostedZoneId"))) throw invalidBatch("no such alias target");
    return {
      set: { name, type, ttl: 60, rrdatas: [loadBalancerAddress] },
      alias: `<AliasTarget>${alias}</AliasTarget>`,
    };
  }
  const rrdatas = valuesOf(xml, "ResourceRecord").map((record) => {
    const read = parseRrdata(type, textOf(record, "Value"));
    if (!read) throw invalidBatch(`Invalid Resource Record: '${textOf(record, "Value")}'`);
    return read.text;
  });
  return { set: { name, type, ttl: Number(textOf(xml, "TTL")), rrdatas } };
}

/** AWS Signature Version 4 of a request, after AWS's "Create a signed request". */
function signatureOf(request: ProviderRequest, secret: string, scope: string, signed: string[]): string {
  const { method, mount, path, query, headers, body } = request;
  const pairs = [...query].map((pair) => pair.map(encodeStrictly).join("=")).sort();
  const payload = headers["x-amz-content-sha256"] ?? createHash("sha256").update(body).digest("hex");
  const named = signed
    .map((name) => `${name}:${(headers[name] ?? "").trim().replace(/ +/g, " ")}\n`)
    .join("");
  const canonicalPath = `/${mount}${path}`.split("/").map(encodeStrictly).join("/");
  const canonical = [method, canonicalPath, pairs.join("&"), named, signed.join(";"), payload].join("\n");
  const digest = createHash("sha256").update(canonical).digest("hex");
  const text = ["AWS4-HMAC-SHA256", headers["x-amz-date"], scope, digest].join("\n");
  const hmac = (key: string | Buffer, value: string) => createHmac("sha256", key).update(value).digest();
  const key = scope.split("/").reduce<string | Buffer>(hmac, `AWS4${secret}`);
  return hmac(key, text).toString("hex");
}

function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
