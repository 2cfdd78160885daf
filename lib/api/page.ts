import { z } from "zod";

/** Query of every list: how many (1–500), where the page before ended, and a text to search for. */
export const pageQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(500).optional(),
  q: z.string().trim().max(200).optional(),
});

export type PageQuery = z.infer<typeof pageQuerySchema>;

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
