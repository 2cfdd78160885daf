import { dehydrate, type QueryKey } from "@tanstack/react-query";
import { headers } from "next/headers";
import { type ReactNode, Suspense } from "react";
import { BusyUntilAwake, FirstAnswers } from "@/components/shell/panel";
import { makeQueryClient } from "@/components/shell/query-client";
import { sendThrough } from "@/lib/client/request";
import { answerInProcess } from "@/lib/server/http/handlers";
import type { SearchParams } from "./address";

// What a page reads here goes by the operations of the API, with the session of whoever asks for the page.
sendThrough(async (path) => answerInProcess(path, await headers()));

/** A page that has waited so long comes without its data, and asks for it in the browser. */
const patienceInMs = 300;

/** What `lib/client` makes, for a single answer or for the first page of a list. */
type FirstQuery = { queryKey: QueryKey };

interface Props {
  /** What the content asks for first, with the keys that it uses. */
  queries?: readonly FirstQuery[];
  /** Given by a page whose address filters its list: then `queries` are those without a filter. */
  searchParams?: Promise<SearchParams>;
  /** Holds the place of the content while its code is on its way, when one comes from another page. */
  fallback: ReactNode;
  children: ReactNode;
}

/**
 * Around the content of a page: reads what it shows first, so that the HTML already has it. Only for a page that the
 * browser loads whole: who goes there from another page has the stream, and a cache that is fresher than a page
 * fetched ahead. What fails or takes too long is left to the browser, which says why.
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
  const read = queries.map((query) =>
    "initialPageParam" in query ? client.prefetchInfiniteQuery(query as never) : client.prefetchQuery(query),
  );
  const late = new Promise<true>((resolve) => setTimeout(() => resolve(true), patienceInMs));
  // A page with a part of its answers would move when the others arrive.
  if ((await Promise.race([Promise.all(read), late])) === true) return content;
  // Shown at once, and asked for again by the browser: what happened in between, no stream has told.
  await client.invalidateQueries({ refetchType: "none" });
  return <FirstAnswers state={dehydrate(client)}>{content}</FirstAnswers>;
}
