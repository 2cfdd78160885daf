import { createPrivateKey, X509Certificate } from "node:crypto";
import { Failure } from "@/lib/gateway/failure";
import type { CertificateInfo } from "@/lib/gateway/model";
import type { PendingOrder, Vault } from "@/lib/gateway/world";
import { certificateInfo } from "./certificate-info";
import { forgetHost, withdrawSecrets } from "./forget-host";
import { publishSecret } from "./publish-secret";
import { decoded, encoded, type SecretObject } from "./secret-object";
import { newKeyPem, signingRequest } from "./signing-request";
import { decodedOrder, encodedOrder } from "./vault-secret";
import { createVaultStore, type VaultChange, type VaultOptions } from "./vault-store";

/** The port `Vault` on Secrets of Lamia's namespace; private keys are in memory only while they are used. */
export function createVault(options: VaultOptions): Vault {
  const store = createVaultStore(options);

  /** The order as it stands, with the text that a write is tested against. */
  async function standingOrder(host: string) {
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
      };
    },

    async begin(host, names) {
      const startedAt = new Date().toISOString();
      const order: PendingOrder = { names, url: null, startedAt, challenges: [], collected: false };
      const data = { "order.json": encodedOrder(order), "order.key": encoded(await newKeyPem()) };
      const seen = await store.seen(host);
      if (seen) await store.update(host, seen, data);
      else await store.create(host, data);
      return order;
    },

    async save(host, order) {
      const standing = await standingOrder(host);
      if (standing?.order.startedAt !== order.startedAt) throw overtaken(host);
      await store.updateOrder(host, standing.text, { "order.json": encodedOrder(order) });
    },

    async signingRequest(host) {
      const standing = await standingOrder(host);
      const key = (await store.whole(host))?.["order.key"];
      if (!standing || key === undefined) throw overtaken(host);
      return signingRequest(decoded(key), standing.order.names);
    },

    async keep(host, chain) {
      const info = certificateInfo(chain);
      if (!info) throw new Failure("rejected", `What the CA gave for ${host} is no certificate.`);
      const standing = await standingOrder(host);
      const whole = await store.whole(host);
      const key = whole?.["order.key"];
      if (!standing || !whole) throw overtaken(host);
      // Kept before, by a walk that was cut short right after.
      if (key === undefined && keptCertificate(standing.seen)?.serial === info.serial) return info;
      if (key === undefined || !isPair(chain, decoded(key))) {
        throw new Failure("rejected", `The certificate that the CA gave for ${host} is for another key.`);
      }
      await store.updateOrder(host, standing.text, {
        "tls.crt": encoded(chain),
        "tls.key": key,
        "order.json": encodedOrder({ ...standing.order, collected: true }),
        "order.key": null,
      });
      return info;
    },

    async drop(host) {
      const standing = await standingOrder(host);
      if (!standing) return;
      const change: VaultChange = { "order.json": null };
      if (standing.seen.keys.includes("order.key")) change["order.key"] = null;
      await store.updateOrder(host, standing.text, change);
    },

    async publish(host, namespace, name) {
      const whole = await store.whole(host);
      const certificate = whole?.["tls.crt"];
      const key = whole?.["tls.key"];
      if (certificate === undefined || key === undefined)
        throw new Failure("conflict", `There is no certificate of ${host} to publish.`);
      await publishSecret(options, host, { namespace, name, certificate, key });
    },

    withdraw: (host, wanted, confirm) => withdrawSecrets(options, host, wanted, confirm),
    forget: (host, confirm) => forgetHost(options, host, confirm),
  };
}

function keptCertificate(seen: SecretObject | null): CertificateInfo | null {
  const chain = seen?.data["tls.crt"];
  return chain === undefined || !seen?.keys.includes("tls.key") ? null : certificateInfo(decoded(chain));
}

function isPair(chain: string, keyPem: string): boolean {
  return new X509Certificate(chain).checkPrivateKey(createPrivateKey(keyPem));
}

function overtaken(host: string): Failure {
  return new Failure("conflict", `The order for ${host} was replaced or dropped in between.`);
}
