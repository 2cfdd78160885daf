import { Failure } from "@/lib/gateway/failure";
import { texts } from "./texts";

/** A page of a list: the rows after the cursor, by a key that stays the same when rows are added. */
export interface Page<Row> {
  items: Row[];
  /** Pass it back to get the next page; null on the last one. */
  nextCursor: string | null;
}

export interface PageQuery {
  /** 1 to 500, 50 by default. */
  limit?: number | undefined;
  cursor?: string | undefined;
  /** Only rows that contain this text, ignoring case. */
  q?: string | undefined;
}

export function limitOf({ limit }: PageQuery): number {
  return Math.min(Math.max(Math.trunc(limit ?? 50), 1), 500);
}

/** Cuts a page from `limit + 1` rows; `cursorOf` returns the sort key of a row. */
export function cutPage<Row>(rows: Row[], limit: number, cursorOf: (row: Row) => string[]): Page<Row> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return { items, nextCursor: hasMore ? encode(cursorOf(last)) : null };
}

/** The sort key in a cursor; null without a cursor. Throws `rejected` for one that `cutPage` didn't create. */
export function readCursor({ cursor }: PageQuery, length: number): string[] | null {
  if (cursor === undefined || cursor === "") return null;
  const parts = decode(cursor);
  if (parts === null || parts.length !== length) throw new Failure("rejected", texts.unknownCursor);
  return parts;
}

/** The cursor of a list sorted by a number, such as an `id`. */
export function readIdCursor(query: PageQuery): bigint | null {
  const parts = readCursor(query, 1);
  if (parts === null) return null;
  if (!/^\d{1,18}$/.test(parts[0] ?? "")) throw new Failure("rejected", texts.unknownCursor);
  return BigInt(parts[0] ?? "0");
}

function encode(parts: string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString("base64url");
}

function decode(cursor: string): string[] | null {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    return Array.isArray(parts) && parts.every((part) => typeof part === "string") ? parts : null;
  } catch {
    return null;
  }
}

/** A UUID of version 7 (RFC 9562, section 5.7), which sorts by creation time. */
export function timeOrderedId(at: Date): string {
  const time = at.getTime().toString(16).padStart(12, "0");
  // Version and variant are the digits of a random UUID, except for the 7.
  const rest = crypto.randomUUID().slice(15);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${rest}`;
}
