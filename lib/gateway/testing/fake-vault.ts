import { Failure } from "../failure";
import type { CertificateInfo } from "../model";
import type { ExistingSecret, Kept, PublishedSecret, Vault } from "../world";

export type FakeSecret = ExistingSecret & Pick<PublishedSecret, "isRight" | "clientCa" | "unwantedSince">;

interface State {
  readonly now: Date;
  readonly certificateDays: number;
  kept: Map<string, Kept>;
  /** By `namespace/name`. */
  secrets: Map<string, FakeSecret>;
  served: string | null;
  did: string[];
}

/** By default, for the name of every test's shop. */
export function certificateInfo(
  serial: string,
  issued: Date,
  days = 90,
  names: readonly string[] = ["shop.democluster.net"],
): CertificateInfo {
  return {
    names: [...names],
    issuer: "Test CA",
    serial,
    notBefore: issued.toISOString(),
    notAfter: new Date(issued.getTime() + days * 86_400_000).toISOString(),
    ariId: `ari.${serial}`,
  };
}

/** The certificate's text is its serial number. */
function askedAfterReplacing({ request, certificate, revocations, issue }: Kept) {
  const isAsked = request?.reason && request.serial === certificate?.serial;
  const revocation = isAsked
    ? [
        {
          serial: request.serial,
          reason: request.reason ?? "unspecified",
          certificate: request.serial,
          notAfter: certificate?.notAfter ?? null,
          ca: issue.ca,
        },
      ]
    : [];
  return { request: null, revocations: [...revocations, ...revocation] };
}

/** A vault in memory, which stores everything in the fake world. */
export function fakeVault(fake: State): Vault {
  const keptOf = (host: string): Kept =>
    fake.kept.get(host) ?? {
      certificate: null,
      order: null,
      issue: { ca: null, detour: null },
      holder: null,
      request: null,
      revocations: [],
    };
  return {
    read: async (host) => keptOf(host),
    async begin(host, names, holder, { by, isFirst = false } = {}) {
      const { order: begun, holder: former } = keptOf(host);
      if (isFirst && begun && !begun.collected && former === holder)
        throw new Failure("conflict", "Another walk has just begun an order.");
      const order = {
        names,
        url: null,
        startedAt: fake.now.toISOString(),
        by,
        challenges: [],
        collected: false,
      };
      const before = keptOf(host);
      const isForeign = before.holder !== null && before.holder !== holder;
      const after = isForeign ? { ...before, certificate: null, ...askedAfterReplacing(before) } : before;
      fake.kept.set(host, { ...after, order, holder });
      fake.did.push(`key ${host}`);
      return order;
    },
    save: async (host, order) => void fake.kept.set(host, { ...keptOf(host), order }),
    hold: async (host, holder) => void fake.kept.set(host, { ...keptOf(host), holder }),
    signingRequest: async () => new Uint8Array([1]),
    async keep(host, chain) {
      const { order, holder } = keptOf(host);
      const certificate = certificateInfo(chain, fake.now, fake.certificateDays, order?.names);
      const issue = { ca: order?.ca ?? null, detour: order?.detour ?? null };
      const asked = askedAfterReplacing(keptOf(host));
      fake.kept.set(host, {
        certificate,
        order: order && { ...order, collected: true },
        issue,
        holder,
        ...asked,
      });
      return certificate;
    },
    leaf: async (host) => keptOf(host).certificate?.serial ?? null,
    request: async (host, request) => void fake.kept.set(host, { ...keptOf(host), request }),
    async revoked(host, serial) {
      const { revocations, ...kept } = keptOf(host);
      fake.kept.set(host, { ...kept, revocations: revocations.filter((each) => each.serial !== serial) });
    },
    async retire(host) {
      const kept = keptOf(host);
      fake.kept.set(host, { ...kept, certificate: null, ...askedAfterReplacing(kept) });
    },
    drop: async (host) => void fake.kept.set(host, { ...keptOf(host), order: null }),
    async withdraw(host, isUnwanted, confirm) {
      for (const id of fake.secrets.keys()) {
        if (!(await isUnwanted(id.split("/")[1] ?? ""))) continue;
        await confirm?.();
        fake.secrets.delete(id);
        fake.did.push(`withdraw ${host} ${id}`);
      }
    },
    async forget(host, confirm) {
      await confirm?.();
      fake.kept.delete(host);
      fake.secrets.clear();
      fake.did.push(`forget ${host}`);
    },
    async published(host, id = host) {
      const serial = fake.kept.get(id)?.certificate?.serial ?? null;
      return [...fake.secrets].flatMap(([id, secret]) => {
        const [namespace = "", name = ""] = id.split("/");
        if (secret.host !== host) return [];
        return [{ ...secret, namespace, name, isRight: secret.isRight && secret.serial === serial }];
      });
    },
    async publish(host, namespace, name, clientCa, { id = host, serial: meant } = {}) {
      const serial = fake.kept.get(id)?.certificate?.serial ?? null;
      if (meant !== undefined && meant !== serial) throw new Failure("conflict", "It is another one by now.");
      const current = fake.secrets.get(`${namespace}/${name}`);
      if (current && current.host !== host) throw new Failure("rejected", "It is not for the host.");
      fake.secrets.set(`${namespace}/${name}`, {
        serial,
        host,
        isRight: true,
        clientCa,
        unwantedSince: null,
      });
      fake.served = serial;
      fake.did.push(`publish ${namespace}/${name}`);
    },
    async publishPlaceholder(host, namespace, name) {
      const shown = { serial: "PLACEHOLDER", host, isRight: false, clientCa: null, unwantedSince: null };
      fake.secrets.set(`${namespace}/${name}`, shown);
      fake.did.push(`placeholder ${namespace}/${name}`);
    },
    async markUnwanted(_host, { namespace, name }, since) {
      const secret = fake.secrets.get(`${namespace}/${name}`);
      if (secret) secret.unwantedSince = since?.toISOString() ?? null;
    },
    async unpublish(_host, { namespace, name }) {
      fake.secrets.delete(`${namespace}/${name}`);
      fake.did.push(`unpublish ${namespace}/${name}`);
    },
  };
}
