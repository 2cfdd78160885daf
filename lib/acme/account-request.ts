import { Failure } from "@/lib/gateway/failure";
import type { AccountHolder } from "./account";
import type { Exchange } from "./exchange";
import { type AcmeResponse, jsonOf } from "./http";
import { AcmeProblem } from "./problem";

/** Sends a request signed by the account. Throws `AcmeProblem` or `Failure`. */
export type AccountRequest = (
  url: string,
  /** Null is POST-as-GET. */
  payload: object | null,
  accept?: string,
) => Promise<AcmeResponse & { thumbprint: string }>;

/** Registers the account on first use, and again when the CA has forgotten it. */
export function accountRequest(accounts: AccountHolder, exchange: Exchange): AccountRequest {
  return async (url, payload, accept) => {
    const account = await accounts.current();
    const send = async ({ key, url: kid }: typeof account) => ({
      ...(await exchange({ url, payload, key, kid, ...(accept === undefined ? {} : { accept }) })),
      thumbprint: key.thumbprint,
    });
    try {
      return await send(account);
    } catch (thrown) {
      if (!(thrown instanceof AcmeProblem) || thrown.type !== "accountDoesNotExist") throw thrown;
      return send(await accounts.renew(account));
    }
  };
}

/** The document that the CA should have sent; throws `unreachable` when it is something else. */
export function documentOf<Document>(
  response: AcmeResponse,
  schema: { safeParse(value: unknown): { success: true; data: Document } | { success: false } },
): Document {
  const parsed = schema.safeParse(jsonOf(response.text));
  if (parsed.success) return parsed.data;
  throw new Failure("unreachable", "The CA answered with something that RFC 8555 does not know.");
}
