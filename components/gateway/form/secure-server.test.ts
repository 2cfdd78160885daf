import { describe, expect, it } from "vitest";
import { secureServer } from "./secure-server";

const plain = { hosts: ["*"], port: 80, protocol: "HTTP" };

describe("secureServer", () => {
  it("turns the plain server of a new form into an HTTPS server of that host", () => {
    expect(secureServer("shop.example.com", plain, null)).toEqual({
      values: { hosts: ["shop.example.com"], port: 443, protocol: "HTTPS" },
      said: ["protocol HTTPS", "port 443", "host shop.example.com"],
    });
  });

  it("does nothing for an incomplete name", () => {
    expect(secureServer("shop", plain, null)).toBeNull();
    expect(secureServer("", plain, null)).toBeNull();
  });

  it("opens the server to all hosts if it is an IP address", () => {
    expect(secureServer("192.0.2.10", plain, null)?.values.hosts).toEqual(["*"]);
    const named = { ...plain, hosts: ["shop.example.com"] };
    expect(secureServer("192.0.2.10", named, null)?.values.hosts).toEqual(["shop.example.com", "*"]);
  });

  it("reports nothing when it sets nothing", () => {
    const server = { hosts: ["*.example.com"], port: 443, protocol: "HTTPS" };
    expect(secureServer("shop.example.com", server, null)?.said).toEqual([]);
    expect(secureServer("shop.example.com", server, null)?.values.hosts).toBe(server.hosts);
  });

  it("keeps a port that you chose", () => {
    expect(secureServer("a.example.com", { ...plain, port: 8443 }, null)?.values.port).toBe(8443);
  });

  it("a corrected host replaces the previous one, and others stay", () => {
    const server = { hosts: ["b.example.com", "typo.example.com"], port: 443, protocol: "HTTPS" };
    expect(secureServer("a.example.com", server, "typo.example.com")?.values.hosts).toEqual([
      "b.example.com",
      "a.example.com",
    ]);
  });

  it("adds to hosts that don't cover it", () => {
    const server = { hosts: ["b.example.com"], port: 443, protocol: "TLS" };
    expect(secureServer("a.example.com", server, null)?.values).toEqual({
      hosts: ["b.example.com", "a.example.com"],
      port: 443,
      protocol: "TLS",
    });
  });
});
