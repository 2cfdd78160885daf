import { QueryClient } from "@tanstack/react-query";
import { ApiProblem } from "@/lib/client/request";

const fiveMinutesInMilliseconds = 300_000;

/**
 * The stream of changes says what is stale, so queries don't refetch by themselves; five minutes are the safety
 * net. A rejected request isn't retried; a failed one is, twice.
 */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: fiveMinutesInMilliseconds,
        refetchOnWindowFocus: false,
        retry: (failures, error) => failures < 2 && !isRefusal(error),
      },
      mutations: { retry: false },
    },
  });
}

function isRefusal(error: Error): boolean {
  return error instanceof ApiProblem && error.problem.status >= 400 && error.problem.status < 500;
}
