import { afterEach, expect, test, vi } from "vitest";
import { createIssuer } from "./issuer";

afterEach(() => vi.useRealTimers());

test("a provider that accepts a request and sends nothing counts as away after five seconds", async () => {
  vi.useFakeTimers();
  const issuer = createIssuer({
    url: "https://id.example.com",
    clientId: "lamia",
    clientSecret: async () => null,
    scopes: "openid",
    groupsClaim: "groups",
    required: undefined,
    fetch: (_, init) =>
      new Promise((_, reject) => {
        init?.signal?.addEventListener("abort", () => reject(init.signal?.reason));
      }),
  });
  const resolved = vi.fn();
  void issuer.answers().then(resolved);
  await vi.advanceTimersByTimeAsync(4900);
  expect(resolved).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(200);
  expect(resolved).toHaveBeenCalledExactlyOnceWith(false);
});
