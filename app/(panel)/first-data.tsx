import { dehydrate, type QueryKey } from "@tanstack/react-query";
import { headers } from "next/headers";
import { type ReactNode, Suspense } from "react";
import { BusyUntilAwake, FirstAnswers } from "@/components/shell/panel";
import { makeQueryClient } from "@/components/shell/query-client";
import { sessionQuery } from "@/lib/client/activity";
import { sendThrough } from "@/lib/client/request";
import { answerInProcess } from "@/lib/server/http/handlers";
import type { SearchParams } from "./address";

// A page reads its first data through the API's operations, with the session of the user who requests the page.
sendThrough(async (path) => answerInProcess(path, await headers()));

/** After this wait, a page is sent without its data, and the browser requests it. */
const patienceInMs = 300;

/** The query options of `lib/client`, for a single answer or for the first page of a list. */
type FirstQuery = { queryKey: QueryKey };

interface Props {
  /** The queries that the content needs first, with the keys that it uses. */
  queries?: readonly FirstQuery[];
  /** Set by a page whose query parameters filter its list; `queries` are then the unfiltered ones. */
  searchParams?: Promise<SearchParams>;
  /** Placeholder of the content while its code loads, when the user comes from another page. */
  fallback: ReactNode;
  children: ReactNode;
}

/**
 * Wraps the content of a page: reads its first data, so that the HTML already contains it. Only for a page that the
 * browser loads as a whole: coming from another page, the browser has the stream, and a cache that is fresher than
 * a prefetched page. What fails or takes too long is left to the browser, which says why.
 */
export async function FirstData({ queries = [], searchParams, fallback, children }: Props) {
  const content = (
    <Suspense fallback={fallback}>
      <BusyUntilAwake>{children}</BusyUntilAwake>
    </Suspense>
  );
  const isWhole = (await headers()).get("accept")?.includes("text/html") ?? false;
  const isFiltered = Object.keys((await searchParams) ?? {}).length > 0;
  if (!isWhole || isFiltered || queries.length === 0) return content;
  const client = makeQueryClient();
  client.setDefaultOptions({ queries: { retry: false } });
  // What is allowed, so that what isn’t is disabled at once.
  const read = [...queries, sessionQuery()].map((query) =>
    "initialPageParam" in query ? client.prefetchInfiniteQuery(query as never) : client.prefetchQuery(query),
  );
  const late = new Promise<true>((resolve) => setTimeout(() => resolve(true), patienceInMs));
  // A page with only some of its answers would move when the others arrive.
  if ((await Promise.race([Promise.all(read), late])) === true) return content;
  // Shown at once, and requested again by the browser, because the stream has not reported what happened in
  // between.
  await client.invalidateQueries({ refetchType: "none" });
  return <FirstAnswers state={dehydrate(client)}>{content}</FirstAnswers>;
}
