import { z } from "zod";

/** `zone`: to the name servers of the zone. `back`: to those from before Lamia's last change. */
const directionSchema = z.enum(["zone", "back"]);

export const nameServersQuerySchema = z.object({ direction: directionSchema.default("zone") });

const sideSchema = z.enum(["answers", "silent", "nothing"]);

const questionSchema = z.object({
  name: z.string(),
  type: z.enum(["A", "AAAA", "CNAME", "TXT", "NS", "CAA", "MX"]),
});

const differenceSchema = questionSchema
  .extend({
    now: z.array(z.string()),
    /** Empty if the new name servers don't have these records. */
    next: z.array(z.string()),
  })
  .meta({ id: "NameServerDifference" });

/** What you confirm: the name servers, and the records that would answer differently. */
export const seenNameServersSchema = z
  .object({
    direction: directionSchema,
    now: z.array(z.string()),
    next: z.array(z.string()).min(1),
    differences: z.array(differenceSchema),
    /** What no name server in use answered: whatever it has there may be lost. */
    unanswered: z.array(questionSchema),
    /** `nothing`: the name servers in use don't serve the domain. */
    nowSide: sideSchema,
  })
  .meta({ id: "SeenNameServers" });

/** What a change of name servers at the registrar would do. */
export const nameServersSchema = seenNameServersSchema
  .extend({
    domain: z.string(),
    registrar: z.string(),
    /** How many names both sides were asked for. */
    names: z.int(),
    /** All names of the zone in use are known; otherwise, there may be more. */
    isComplete: z.boolean(),
    /** `nothing`: the new name servers don't serve the domain. */
    nextSide: sideSchema,
    /** Secured Hosts at or below the domain, which move together. */
    hosts: z.array(z.string()),
  })
  .meta({ id: "NameServers" });

export type NameServersView = z.infer<typeof nameServersSchema>;
export type NameServerDirection = z.infer<typeof directionSchema>;
