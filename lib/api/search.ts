import { z } from "zod";

export const searchQuerySchema = z.object({
  q: z.string().trim().max(200).default(""),
  limit: z.coerce.number().int().min(1).max(100).default(30),
});

const foundObjectSchema = z.object({
  kind: z.enum([
    "VirtualCluster",
    "Gateway",
    "VirtualService",
    "DestinationRule",
    "Service",
    "ServiceEntry",
    "Application",
    "Deployment",
    "Certificate",
  ]),
  name: z.string(),
  virtualCluster: z.string().nullable(),
  /** What was found where it is not the name: a host, a label. */
  context: z.string().nullable(),
  /** Page in the panel. */
  link: z.string(),
});

/** The best first: names that begin with the text, then those that hold it, then hosts. */
export const searchSchema = z.object({ items: z.array(foundObjectSchema) }).meta({ id: "Search" });

export type FoundObject = z.infer<typeof foundObjectSchema>;
