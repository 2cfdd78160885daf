import type { FoundObject } from "@/lib/api/search";
import { queryString, request } from "./request";

/** Finds objects of all kinds by name, host or label; the best first. */
export function searchObjects(q: string, limit = 30): Promise<{ items: FoundObject[] }> {
  return request("GET", `/search${queryString({ q, limit })}`);
}
