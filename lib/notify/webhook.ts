import { createHmac } from "node:crypto";
import type { SinkDefinition } from "./notice";

/**
 * A notice as JSON. `Lamia-Delivery` is the same each time it is tried, so that a reader can drop what comes twice.
 * `Lamia-Signature: t=<seconds>,v1=<hex>` is the HMAC SHA-256 of `<seconds>.<body>` under the secret.
 */
export const webhook: SinkDefinition = {
  id: "webhook",
  title: "Webhook",
  configured: ({ webhook_url }) => webhook_url !== undefined,
  deliveryOf(notice, { webhook_url = "", webhook_secret }, now) {
    const body = JSON.stringify({ type: "notification", ...notice });
    const signature =
      webhook_secret === undefined ? {} : { "lamia-signature": signatureOf(body, webhook_secret, now) };
    return { url: webhook_url, body, headers: { "lamia-delivery": notice.id, ...signature } };
  },
};

export function signatureOf(body: string, secret: string, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000);
  return `t=${seconds},v1=${createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex")}`;
}
