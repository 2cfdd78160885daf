import { QueryClient } from "@tanstack/react-query";
import { ApiProblem } from "@/lib/client/request";

const fiveMinutesInMilliseconds = 300_000;

/**
 * The stream of changes says what is stale, so nothing is asked for again on its own; five minutes are the
 * net below
 * it. What the server refused is not tried again, what it could not do is, twice.
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
