import { z } from "zod";
import { sortOrders } from "./choices";

/** Query of every list: how many (1–500), where the page before ended, and a text to search for. */
export const pageQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(2000).optional(),
  q: z.string().trim().max(200).optional(),
});

export type PageQuery = z.infer<typeof pageQuerySchema>;

/** Query of a list that can be sorted by the columns given; by the first of them when it is not said. */
export function sortedPageQuerySchema<const Column extends string>(columns: readonly [Column, ...Column[]]) {
  const known = columns.join(", ");
  return pageQuerySchema.extend({
    sort: z
      .enum(columns, {
        error: ({ input }) => `There is no order by ${JSON.stringify(input)}; this list knows ${known}`,
      })
      .default(columns[0] as never)
      .meta({
        description: "What the list is sorted by; those that are alike stand by namespace and name.",
      }),
    order: z
      .enum(sortOrders, { error: "The order is asc or desc" })
      .default("asc")
      .meta({ description: "Ascending or descending. A cursor goes with the sort and order of its page." }),
  });
}

export interface Page<Item> {
  items: Item[];
  /** Hand it back as `cursor` for the next page; null on the last one. */
  nextCursor: string | null;
  /** How many there are in all, filters applied. */
  total: number;
}

export function pageSchema<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable(), total: z.int() });
}
