import { afterEach, expect, test, vi } from "vitest";
import { createUser, goToProvider, signIn } from "./sign-in";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const answering = (response: Response | Error) => {
  const fetching = vi.fn(async (_url: string, _options: RequestInit) => {
    if (response instanceof Error) throw response;
    return response;
  });
  vi.stubGlobal("fetch", fetching);
  return fetching;
};

test("the token goes in the body, never in the URL", async () => {
  const fetching = answering(new Response(null, { status: 204 }));
  expect(await signIn("s3cret")).toBeNull();
  expect(fetching.mock.calls[0]?.[0]).toBe("/api/v1/session");
  expect(fetching.mock.calls[0]?.[1]).toMatchObject({ method: "POST", body: '{"token":"s3cret"}' });
});

test("a wrong token has a plain message, and another problem has the server's words", async () => {
  answering(new Response("{}", { status: 401 }));
  expect(await signIn("wrong")).toEqual({ message: "This isn’t the server’s token." });
  answering(Response.json({ detail: "Too many attempts. Wait a minute." }, { status: 429 }));
  expect(await signIn("wrong")).toMatchObject({ message: "Too many attempts. Wait a minute." });
  answering(new Response("<html>", { status: 502 }));
  expect((await signIn("x"))?.message).toMatch(/HTTP 502/);
});

test("a server that doesn't answer is not mistaken for a wrong token", async () => {
  answering(new TypeError("Failed to fetch"));
  expect((await signIn("x"))?.message).toMatch(/didn’t answer/);
});

test("a wrong value is reported at its field", async () => {
  const problem = { detail: "email: taken", errors: [{ path: ["email"], message: "taken" }] };
  answering(Response.json(problem, { status: 409 }));
  const user = { name: "Mia", email: "mia@example.com", password: "long enough for a test" };
  expect(await createUser("link", user)).toEqual({ message: "taken", field: "email" });
});

test("a provider's page that hasn't opened after ten seconds is reported", async () => {
  vi.useFakeTimers();
  answering(Response.json({ url: "https://id.example.com/authorize" }));
  const assign = vi.fn();
  const kept = new Map<string, string>();
  vi.stubGlobal("window", { location: { assign } });
  vi.stubGlobal("sessionStorage", { setItem: (key: string, value: string) => kept.set(key, value) });
  const resolved = vi.fn();
  void goToProvider("/gateways").then(resolved);
  await vi.advanceTimersByTimeAsync(9000);
  expect(assign).toHaveBeenCalledExactlyOnceWith("https://id.example.com/authorize");
  expect([...kept.values()]).toEqual(["/gateways"]);
  expect(resolved).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1000);
  expect(resolved).toHaveBeenCalledExactlyOnceWith({ message: "The sign-in page hasn’t opened. Try again." });
});
