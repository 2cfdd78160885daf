import pLimit from "p-limit";
import { z } from "zod";
import type { SecretText } from "@/lib/model/secret-text";
import { ApiError, notAnAnswer, requestJson, shaped } from "../hosted/http";

const publicEndpoint = "https://api.cloudflare.com/client/v4";
/** 1,200 requests are allowed in five minutes; nothing slows down that many at once. */
const maxConcurrentRequests = 8;

const refusal = z.object({
  errors: z.array(
    z.object({ code: z.number(), error_chain: z.array(z.object({ code: z.number() })).optional() }),
  ),
});
const answer = z.object({ success: z.literal(true), result: z.unknown() });
const page = answer.extend({
  result: z.array(z.unknown()),
  result_info: z.object({ page: z.number(), total_pages: z.number() }).optional(),
});

export interface CloudflareApi {
  /** Throws `ApiError`. */
  send(method: "POST", path: string, json: unknown): Promise<unknown>;
  /** Throws `ApiError`. */
  get(path: string): Promise<unknown>;
  /** All pages of a list. Throws `ApiError`. */
  list(path: string, query: Record<string, string>, perPage: number): Promise<unknown[]>;
}

export function cloudflareApi(token: SecretText | undefined, endpoint = publicEndpoint): CloudflareApi {
  const gate = pLimit(maxConcurrentRequests);
  const ask = (method: string, path: string, json?: unknown) => {
    const headers = { authorization: `Bearer ${token?.reveal() ?? ""}` };
    return gate(() => requestJson(`${endpoint}${path}`, { method, headers, json, codesOf }));
  };
  return {
    async send(method, path, json) {
      return shaped(answer, await ask(method, path, json)).result;
    },
    get: async (path) => shaped(answer, await ask("GET", path)).result,
    async list(path, query, perPage) {
      const found: unknown[] = [];
      for (let at = 1; ; at += 1) {
        const asked = new URLSearchParams({ ...query, page: String(at), per_page: String(perPage) });
        const { result, result_info: info } = shaped(page, await ask("GET", `${path}?${asked}`));
        found.push(...result);
        if (info ? at >= info.total_pages : result.length < perPage) return found;
        // Half a list would say of the rest that it doesn't exist.
        if (result.length === 0 || info?.page !== at) throw new ApiError({ status: 0, codes: [notAnAnswer] });
      }
    },
  };
}

function codesOf(body: unknown): string[] {
  const errors = refusal.safeParse(body).data?.errors ?? [];
  return errors.flatMap(({ code, error_chain: chain = [] }) =>
    [code, ...chain.map((each) => each.code)].map(String),
  );
}
