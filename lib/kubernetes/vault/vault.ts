import { setTimeout as sleep } from "node:timers/promises";
import type { PendingOrder } from "@/lib/gateway/certificate/pending-order";
import { asFailure, Failure } from "@/lib/gateway/failure";
import type { CertificateInfo } from "@/lib/gateway/model";
import type { Vault } from "@/lib/gateway/world";
import { decoded, encoded, type SecretObject } from "@/lib/kubernetes/objects/secret-object";
import { holderAnnotation } from "@/lib/kubernetes/ownership";
import { texts } from "../texts";
import { askedAfterReplacing, askedOf, encodedAsked, mostRevocations } from "./asked";
import { certificateInfo, leafOf } from "./certificate-info";
import { isPair, newKeyPem, publicKeyOfChain, signingRequest } from "./key-pair";
import {
  forgetHost,
  markUnwanted,
  publishedSecrets,
  publishPlaceholder,
  publishSecret,
  unpublishSecret,
  withdrawSecrets,
} from "./publish-secret";
import {
  createVaultStore,
  decodedOrder,
  encodedIssue,
  encodedOrder,
  issueOf,
  type VaultChange,
  type VaultOptions,
} from "./vault-store";

/** The port `Vault`, with Secrets of Lamia's namespace. Private keys are in memory only while they are used. */
export function createVault(options: VaultOptions): Vault {
  const store = createVaultStore(options);

  /** The current order, with the text that a write is tested against. */
  async function storedOrder(host: string) {
    const seen = await store.seen(host);
    const text = seen?.data["order.json"];
    return seen && text !== undefined ? { seen, text, order: decodedOrder(host, text) } : null;
  }

  return {
    async read(host) {
      const seen = await store.seen(host);
      const order = seen?.data["order.json"];
      return {
        certificate: keptCertificate(seen),
        order: order === undefined ? null : decodedOrder(host, order),
        issue: issueOf(seen?.data["tls.json"]),
        holder: holderOf(seen),
        ...askedOf(seen?.data["asked.json"]),
      };
    },

    async begin(host, names, holder, { keyType, by, isFirst = false } = {}) {
      // Read before the key is created, which takes a while: this detects writes in the meantime.
      const seen = await store.seen(host);
      const begun = isFirst ? seen?.data["order.json"] : undefined;
      if (begun !== undefined && holderOf(seen) === holder && !decodedOrder(host, begun).collected)
        throw overtaken(host);
      const startedAt = new Date().toISOString();
      const order: PendingOrder = { names, url: null, startedAt, by, challenges: [], collected: false };
      const key = await newKeyPem(keyType);
      const data = {
        "order.json": encodedOrder(order),
        "order.key": encoded(key),
        "order.csr": Buffer.from(await signingRequest(key, names)).toString("base64"),
      };
      const before = holderOf(seen);
      const foreign =
        before === null || before === holder
          ? {}
          : {
              "tls.crt": null,
              "tls.key": null,
              "tls.json": null,
              // Whoever asked for a revocation asked it of the certificate, whatever becomes of the host.
              ...(seen ? askedAfterReplacing(seen) : {}),
            };
      if (seen) await store.update(host, seen, { ...data, ...foreign }, holder);
      else await store.create(host, data, holder);
      return order;
    },

    async save(host, order) {
      const current = await storedOrder(host);
      if (current?.order.startedAt !== order.startedAt) throw overtaken(host);
      await store.updateOrder(host, current.text, { "order.json": encodedOrder(order) });
    },

    async hold(host, holder) {
      const seen = await store.seen(host);
      if (seen && holderOf(seen) === null) await store.update(host, seen, {}, holder);
    },

    async signingRequest(host) {
      const current = await storedOrder(host);
      const made = current?.seen.data["order.csr"];
      if (made !== undefined) return new Uint8Array(Buffer.from(made, "base64"));
      // Orders of earlier versions have no request next to their key.
      const key = (await store.whole(host))?.["order.key"];
      if (!current || key === undefined) throw overtaken(host);
      return signingRequest(decoded(key), current.order.names);
    },

    async leaf(host) {
      const chain = (await store.seen(host))?.data["tls.crt"];
      return chain === undefined ? null : leafOf(decoded(chain)) || null;
    },

    async request(host, request) {
      for (let attempt = 1; ; attempt += 1) {
        const seen = await store.seen(host);
        const current = keptCertificate(seen);
        if (!seen || !current) throw new Failure("conflict", texts.noCertificate({ host }));
        if (current.serial !== request.serial) throw new Failure("conflict", texts.keysChanged({ host }));
        const { revocations } = askedOf(seen.data["asked.json"]);
        if (request.reason !== null && revocations.length >= mostRevocations)
          throw new Failure("rejected", texts.tooManyRevocations({ host, count: mostRevocations }), {
            remedy: texts.tooManyRevocationsRemedy,
          });
        try {
          return await store.update(
            host,
            seen,
            { "asked.json": encodedAsked({ request, revocations }) },
            null,
          );
        } catch (thrown) {
          // A walk that tidies up its order isn't a reason to refuse a user.
          if (attempt === mostAttempts || asFailure(thrown).kind !== "conflict") throw thrown;
          await sleep(attempt * pauseInMs);
        }
      }
    },

    async revoked(host, serial) {
      const seen = await store.seen(host);
      if (!seen) return;
      const { request, revocations } = askedOf(seen.data["asked.json"]);
      const left = revocations.filter((each) => each.serial !== serial);
      if (left.length === revocations.length) return;
      await store.update(host, seen, { "asked.json": encodedAsked({ request, revocations: left }) }, null);
    },

    async retire(host) {
      const seen = await store.seen(host);
      if (!seen) return;
      const retired = { "tls.crt": null, "tls.key": null, "tls.json": null, ...askedAfterReplacing(seen) };
      await store.update(host, seen, retired, null);
    },

    async keep(host, chain) {
      const info = certificateInfo(chain);
      if (!info) throw new Failure("rejected", texts.notACertificate({ host }));
      const current = await storedOrder(host);
      if (!current) throw overtaken(host);
      const { seen } = current;
      // Stored before, by a walk that was interrupted right after.
      if (!seen.keys.includes("order.key") && keptCertificate(seen)?.serial === info.serial) return info;
      if (seen.orderPublicKey === null || seen.orderPublicKey !== publicKeyOfChain(chain)) {
        throw new Failure("rejected", texts.certificateForOtherKey({ host }));
      }
      const flaw = flawOf(host, info, current.order.names, Date.now());
      if (flaw) throw new Failure("rejected", flaw);
      await store.keep(host, seen, {
        "tls.crt": encoded(chain),
        "tls.json": encodedIssue({
          ca: current.order.ca ?? null,
          detour: current.order.detour ?? null,
          ordered: info.names.some((name) => !current.order.names.includes(name))
            ? current.order.names
            : undefined,
        }),
        "order.json": encodedOrder({ ...current.order, collected: true }),
        ...askedAfterReplacing(seen),
        ...(seen.keys.includes("order.csr") ? { "order.csr": null } : {}),
      });
      return info;
    },

    async drop(host) {
      const current = await storedOrder(host);
      if (!current) return;
      const change: VaultChange = { "order.json": null };
      for (const key of ["order.key", "order.csr"] as const)
        if (current.seen.keys.includes(key)) change[key] = null;
      await store.updateOrder(host, current.text, change);
    },

    published: async (host, id = host) => publishedSecrets(options, host, await store.seen(id)),
    async publish(host, namespace, name, clientCa, { id = host, serial, former } = {}) {
      const whole = await store.whole(id);
      const certificate = whole?.["tls.crt"];
      const key = whole?.["tls.key"];
      if (certificate === undefined || key === undefined)
        throw new Failure("conflict", texts.noCertificate({ host }));
      if (!isPair(decoded(certificate), decoded(key))) {
        const seen = await store.seen(id);
        // Nobody can use it: the next visit finds no certificate and orders one.
        if (seen) {
          const change = { "tls.crt": null, "tls.key": null, ...askedAfterReplacing(seen) };
          await store.update(id, seen, change, null);
        }
        throw new Failure("conflict", texts.keyMismatch({ host }));
      }
      if (serial !== undefined && serial !== certificateInfo(decoded(certificate))?.serial)
        throw new Failure("conflict", texts.keysChanged({ host }));
      await publishSecret(options, host, { namespace, name, certificate, key, clientCa }, { id, former });
    },
    publishPlaceholder: (host, namespace, name) => publishPlaceholder(options, host, { namespace, name }),
    markUnwanted: (host, place, since) => markUnwanted(options, host, place, since),
    unpublish: (host, place) => unpublishSecret(options, host, place),

    withdraw: (host, isUnwanted, confirm) => withdrawSecrets(options, host, isUnwanted, confirm),
    forget: (host, confirm) => forgetHost(options, host, confirm),
  };
}

function keptCertificate(seen: SecretObject | null): CertificateInfo | null {
  const chain = seen?.data["tls.crt"];
  return chain === undefined || !seen?.keys.includes("tls.key") ? null : certificateInfo(decoded(chain));
}

function holderOf(seen: SecretObject | null): string | null {
  return seen?.metadata.annotations?.[holderAnnotation] ?? null;
}

/** To write what a user asks for, while a walk writes. */
const mostAttempts = 5;
const pauseInMs = 50;
/** Tolerates a clock that is slightly ahead or behind. */
const clockSlackInMs = 86_400_000;

/** Why a certificate can't serve these names now; null if it can. */
function flawOf(
  host: string,
  { names, notBefore, notAfter }: CertificateInfo,
  ordered: readonly string[],
  nowMs: number,
): string | null {
  const held = new Set(names.map((name) => name.toLowerCase()));
  if (ordered.some((name) => !held.has(name)))
    return texts.certificateForOthers({ host, names: names.join(", ") || texts.noName });
  if (Date.parse(notAfter) <= nowMs) return texts.certificateExpired({ host, date: notAfter.slice(0, 10) });
  if (Date.parse(notBefore) > nowMs + clockSlackInMs)
    return texts.certificateNotYetValid({ host, date: notBefore.slice(0, 10) });
  return null;
}

function overtaken(host: string): Failure {
  return new Failure("conflict", texts.orderReplaced({ host }));
}
