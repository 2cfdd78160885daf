import { afterEach, expect, test } from "vitest";
import { ApiProblem, request, sendThrough } from "./request";
import { holdSession } from "./session-holder";

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** A server without a session until `signIn`. */
function server() {
  const asked: string[] = [];
  let isSignedIn = false;
  sendThrough(async (path, { method, body }) => {
    asked.push(`${method} ${path} ${body ?? ""}`.trim());
    return isSignedIn
      ? Response.json({ path })
      : Response.json({ title: "Sign in", status: 401, detail: "Sign in first." }, { status: 401 });
  });
  return {
    asked,
    signIn: () => {
      isSignedIn = true;
    },
  };
}

test("requests without a session ask once for a sign-in, and are repeated unchanged", async () => {
  const { asked, signIn } = server();
  let times = 0;
  ends.push(
    holdSession(async () => {
      times += 1;
      await Promise.resolve();
      signIn();
      return true;
    }),
  );
  const answers = await Promise.all([
    request("POST", "/gateways", { name: "shop" }),
    request("GET", "/status"),
  ]);
  expect(answers).toEqual([{ path: "/gateways" }, { path: "/status" }]);
  expect(times).toBe(1);
  expect(asked.filter((each) => each === 'POST /gateways {"name":"shop"}')).toHaveLength(2);
});

test("a canceled sign-in fails the request, and the next one asks again", async () => {
  server();
  let times = 0;
  ends.push(
    holdSession(async () => {
      times += 1;
      return false;
    }),
  );
  await expect(request("GET", "/status")).rejects.toBeInstanceOf(ApiProblem);
  await expect(request("GET", "/status")).rejects.toThrow("Sign in first.");
  expect(times).toBe(2);
});
