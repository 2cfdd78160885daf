import { z } from "zod";
import { sortOrders } from "./choices";
import { texts } from "./texts";

/** Query of every list: the page size (1–500), the end of the previous page, and a text to search for. */
export const pageQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(2000).optional(),
  q: z.string().trim().max(200).optional(),
});

export type PageQuery = z.infer<typeof pageQuerySchema>;

/** Query of a list that can be sorted by the given columns; the first one is the default. */
export function sortedPageQuerySchema<const Column extends string>(columns: readonly [Column, ...Column[]]) {
  const known = columns.join(", ");
  return pageQuerySchema.extend({
    sort: z
      .enum(columns, {
        error: ({ input }) => texts.unknownSort({ column: JSON.stringify(input), known }),
      })
      .default(columns[0] as never)
      .meta({
        description: texts.sort,
      }),
    order: z.enum(sortOrders, { error: texts.wrongOrder }).default("asc").meta({ description: texts.order }),
  });
}

export interface Page<Item> {
  items: Item[];
  /** Pass it as `cursor` to get the next page; null on the last one. */
  nextCursor: string | null;
  /** The total number, with filters applied. */
  total: number;
}

export function pageSchema<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable(), total: z.int() });
}

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
  /** The match, if it isn't the name: a host, an address. */
  context: z.string().nullable(),
  /** Page in the panel. */
  link: z.string(),
  /** For a gateway: a Secured Host that can be diagnosed. */
  host: z.string().nullable(),
});

/** Best first: names that start with the text, then those that contain it, then hosts and addresses. */
export const searchSchema = z.object({ items: z.array(foundObjectSchema) }).meta({ id: "Search" });

export type FoundObject = z.infer<typeof foundObjectSchema>;
