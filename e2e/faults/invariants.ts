import { createHash, X509Certificate } from "node:crypto";
import { markName, markValue } from "@/lib/gateway/ownership/marks";
import { challengeLabel } from "@/lib/kubernetes/ownership";
import { vaultSecretName } from "@/lib/kubernetes/vault/vault-store";
import type { TestWorld } from "@/lib/server/testing/test-panel";
import { tlsProber } from "@/lib/tls/prober";
import { placeFor } from "@/lib/tls/reach";
import type { StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { type Site, wantedSlots } from "./site";
import type { Stage } from "./stage";

/** The actual or wanted state of the world: one line per thing, by name. */
export type Picture = Map<string, string>;

const zoneName = "democluster.net.";
/** The key of the ACME account belongs to the installation, not to a host. */
const accountSecrets = "lamia-system/lamia-acme-account-";
const secrets = { group: "", plural: "secrets" };

/** The complete wanted state: anything else must not exist. */
export function wantedPicture(site: Site, { address, owner }: { address: string; owner: string }): Picture {
  const picture: Picture = new Map();
  for (const { host, gateway } of wantedSlots(site)) {
    const name = gateway ?? "";
    const mark = markValue(owner, { namespace: "vamp-demo", name }, [{ type: "A", values: [address] }]);
    picture.set(`record ${host}. A`, address);
    picture.set(`record ${markName(host)}. TXT`, `"${mark}"`);
    picture.set(`Secret istio-system/${name}-tls`, "the kept certificate and its key");
    picture.set(`Secret lamia-system/${vaultSecretName(host)}`, "a certificate, and no order");
  }
  for (const [record, value] of site.foreignRecords) picture.set(`record ${record}`, value);
  picture.set("zones", "1");
  picture.set("certificates issued", String(site.certificates));
  return picture;
}

export async function foundPicture(
  stage: Pick<Stage, "world" | "zones">,
  ignoredSecrets: ReadonlySet<string>,
): Promise<Picture> {
  const { sandbox } = stage.world;
  const picture: Picture = new Map();
  const zones = await stage.zones();
  for (const { name, type, rrdatas } of zones.flat())
    if (name !== zoneName) picture.set(`record ${name} ${type}`, rrdatas.toSorted().join(", "));
  const { objects } = sandbox.kubernetes;
  for (const namespace of ["istio-system", "lamia-system", "vamp-demo"])
    for (const secret of objects.list(secrets, namespace)) {
      const id = `${namespace}/${secret.metadata.name}`;
      if (!ignoredSecrets.has(id) && !id.startsWith(accountSecrets))
        picture.set(`Secret ${id}`, describedSecret(sandbox.kubernetes.objects, secret));
    }
  for (const kind of ["gateways", "virtualservices"])
    for (const { metadata } of objects.list({ group: "networking.istio.io", plural: kind }))
      if (metadata.labels?.[challengeLabel] !== undefined)
        picture.set(`${kind} ${metadata.namespace}/${metadata.name}`, "answers a challenge");
  picture.set("zones", String(zones.length));
  picture.set("certificates issued", String(sandbox.counts.certificatesIssued));
  return picture;
}

function describedSecret(
  objects: TestWorld["sandbox"]["kubernetes"]["objects"],
  secret: StoredObject,
): string {
  const data = dataOf(secret);
  if (secret.metadata.namespace === "lamia-system")
    return `${data["tls.crt"] ? "a certificate" : "no certificate"}, and ${data["order.json"] ? "an" : "no"} order`;
  const host = secret.metadata.annotations?.["lamia.dev/host"];
  const kept = host ? objects.get(secrets, "lamia-system", vaultSecretName(host)) : undefined;
  return kept && pairOf(dataOf(kept)) === pairOf(data)
    ? "the kept certificate and its key"
    : "something else";
}

const dataOf = (secret: StoredObject) => (secret.data ?? {}) as Record<string, string | undefined>;
const pairOf = (data: Record<string, string | undefined>) =>
  createHash("sha256").update(`${data["tls.crt"]} ${data["tls.key"]}`).digest("hex");

/** One line for each difference from the wanted state; none when all is well. */
export function difference(wanted: Picture, found: Picture): string[] {
  const lines: string[] = [];
  for (const [name, value] of wanted) {
    const there = found.get(name);
    if (there === undefined) lines.push(`missing:   ${name} (${value})`);
    else if (there !== value) lines.push(`different: ${name} is ${there}, wanted ${value}`);
  }
  for (const [name, value] of found) if (!wanted.has(name)) lines.push(`too much:  ${name} (${value})`);
  return lines;
}

/** Connects to each wanted host over TLS, like a browser: it must present the published certificate. */
export async function notAnswering({ sandbox }: TestWorld, site: Site): Promise<string[]> {
  const { address, ports } = sandbox.file.ingress;
  const rule = { from: { address, port: 443 }, to: { address, port: ports["443"] } };
  const prober = tlsProber([rule], () => true);
  const { port } = placeFor([rule], address, 443);
  const asked = wantedSlots(site).map(async ({ host, gateway }) => {
    const published = sandbox.kubernetes.objects.get(secrets, "istio-system", `${gateway}-tls`);
    const pem = Buffer.from(published ? (dataOf(published)["tls.crt"] ?? "") : "", "base64").toString();
    if (pem === "") return `${host}: nothing is published`;
    const expected = plainSerial(new X509Certificate(pem).serialNumber);
    return prober.handshake(address, 443, host).then(
      ({ serial }) => (plainSerial(serial) === expected ? [] : `${host}: serves another certificate`),
      (thrown: Error) => `${host}: port ${port}: ${thrown.message}`,
    );
  });
  return (await Promise.all(asked)).flat();
}

const plainSerial = (serial: string) => serial.replaceAll(":", "").toLowerCase().replace(/^0+/, "");
