import { z } from "zod";

const limitSchema = z.object({
  /** The registered domain. */
  of: z.string(),
  used: z.int(),
  limit: z.int(),
  windowSeconds: z.int(),
  /** When another order fits; null if one fits now. */
  freeAt: z.string().nullable(),
});

const summary = {
  domain: z.string(),
  gateways: z.int(),
  hosts: z.int(),
  /** Hosts without a certificate. */
  waiting: z.int(),
};

/** The domains of a virtual cluster for which one wildcard certificate would do, and those that have one. */
export const wildcardsSchema = z
  .object({
    offers: z.array(
      z.object({
        ...summary,
        reason: z.enum(["limit", "many"]),
        ca: z.string(),
        limit: limitSchema.nullable(),
      }),
    ),
    /** Asked for in the metadata of the gateways, so that there is a way back. */
    used: z.array(z.object(summary)),
  })
  .meta({ id: "Wildcards" });

const wildcardGatewaySchema = z.object({ name: z.string(), hosts: z.array(z.string()), waiting: z.int() });

/** One wildcard certificate, before you decide: what it covers, what not and why, and what it costs. */
export const wildcardReviewSchema = z
  .object({
    domain: z.string(),
    names: z.array(z.string()),
    ca: z.string(),
    gateways: z.array(wildcardGatewaySchema),
    left: z.array(
      z.object({
        gateway: z.string(),
        host: z.string(),
        why: z.enum(["below", "address", "mixed", "chosen", "zone", "server"]),
      }),
    ),
    sharing: z.array(wildcardGatewaySchema.extend({ isOwnChoice: z.boolean() })),
    /** It is there already, so using it takes no order. */
    exists: z.boolean(),
    limit: limitSchema.nullable(),
    /** What the order has to wait for. */
    hindrance: z.object({ until: z.string(), message: z.string() }).nullable(),
    /** Why these gateways can't have it. */
    obstacle: z.object({ note: z.string(), remedy: z.string() }).nullable(),
    /** Changes whenever one of the gateways does; send back what you saw. */
    revision: z.string(),
  })
  .meta({ id: "WildcardReview" });

export const wildcardChoiceSchema = z.object({
  gateways: z.array(z.string()).min(1).max(5_000),
  revision: z.string(),
});

export const wildcardResultsSchema = z
  .object({
    results: z.array(
      z.object({
        gateway: z.string(),
        /** Why it isn't changed; null if it is. */
        problem: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: "WildcardResults" });

export type Wildcards = z.infer<typeof wildcardsSchema>;
export type WildcardOffer = Wildcards["offers"][number];
export type WildcardReview = z.infer<typeof wildcardReviewSchema>;
export type WildcardResults = z.infer<typeof wildcardResultsSchema>;
