import { expect, test } from "vitest";
import { allowedTargets } from "./addresses";
import { isInner, strangeTargets } from "./strange-targets";

test.each([
  "127.0.0.1",
  "127.9.9.9",
  "0.0.0.0",
  "169.254.169.254",
  "100.100.100.200",
  "224.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::ffff:127.0.0.1",
  "::ffff:a9fe:a9fe",
  "64:ff9b::a9fe:a9fe",
  "fe80::1",
  "fd00:ec2::254",
  "ff02::1",
  "localhost",
  "",
])("neither a walk nor a diagnosis connects to %s", (address) => {
  expect(isInner(address)).toBe(true);
});

test.each(["192.0.2.1", "10.0.0.7", "2001:db8::1", "fd12::7"])("both connect to %s", (address) => {
  expect(isInner(address)).toBe(false);
});

test("what is listed may be asked; a metadata service only by its own address", () => {
  const may = (listed: string[], address: string, allowLoopback = false) =>
    strangeTargets({ allowed: allowedTargets(listed), allowLoopback })(address);
  expect(may(["127.0.0.0/8"], "127.0.0.1")).toBe(true);
  expect(may([], "127.0.0.1", true)).toBe(true);
  expect(may([], "169.254.169.254", true)).toBe(false);
  expect(may(["169.254.0.0/16"], "169.254.169.254")).toBe(false);
  expect(may(["169.254.169.254"], "169.254.169.254")).toBe(true);
});
