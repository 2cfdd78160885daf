import { describe, expect, test } from "vitest";
import { Failure } from "@/lib/gateway/failure";
import { databaseFailure } from "./database-failure";

const error = (message: string, more: object = {}) => Object.assign(new Error(message), more);

describe("errors of a database", () => {
  test.each([
    ["a refused connection", error("connect ECONNREFUSED 127.0.0.1:5432", { code: "ECONNREFUSED" })],
    ["a connection that broke", error("Connection terminated unexpectedly")],
    ["a server that is being shut down", error("terminating connection", { code: "57P01" })],
    ["a server that starts", error("the database system is starting up", { code: "57P03" })],
    ["too many connections", error("sorry, too many clients already", { code: "53300" })],
    ["one wrapped by Prisma", error("Invalid invocation", { cause: { kind: "DatabaseNotReachable" } })],
    ["both addresses refused", error("", { errors: [error("connect ECONNREFUSED ::1:5432")] })],
  ])("as %s is a database that is away", (_what, thrown) => {
    const failure = databaseFailure(thrown) as Failure;
    expect(failure).toBeInstanceOf(Failure);
    expect(failure).toMatchObject({ kind: "unreachable", source: "database" });
    expect(failure.message).toBe("The database doesn’t answer.");
  });

  test.each([
    ["a full disk", error("could not extend file", { code: "53100" })],
    ["the embedded one's full disk", error("ENOSPC: no space left on device, write", { code: "ENOSPC" })],
    ["an I/O error", error("could not write block 7", { code: "58030" })],
  ])("as %s names the disk, and what helps", (_what, thrown) => {
    const failure = databaseFailure(thrown) as Failure;
    expect(failure).toMatchObject({ kind: "unreachable", source: "database" });
    expect(failure.message).toContain("disk");
    expect(failure.remedy).toContain("Free up disk space");
  });

  test("stay unchanged when the database is available, as for a duplicate key", () => {
    for (const thrown of [error("duplicate key", { code: "23505" }), new Failure("rejected", "No."), "text"])
      expect(databaseFailure(thrown)).toBe(thrown);
  });

  test("don't carry the data of the statement in their message", () => {
    const thrown = error('connect ECONNREFUSED, INSERT INTO event VALUES ("secret")', {
      code: "ECONNREFUSED",
    });
    expect((databaseFailure(thrown) as Failure).message).not.toContain("secret");
  });
});
