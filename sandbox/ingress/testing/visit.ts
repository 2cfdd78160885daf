import { X509Certificate } from "node:crypto";
import { request as requestHttp } from "node:http";
import { connect as connectHttp2 } from "node:http2";
import { request as requestHttps } from "node:https";
import type { TLSSocket } from "node:tls";
import type { TestIngress } from "./test-ingress";

interface Visit {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
  /** Serial number of the certificate that the server presented. */
  serial?: string;
}

/**
 * Opens an https address through the ingress and trusts only the sandbox's root. @throws when the connection fails
 */
export function visit(to: TestIngress, url: string, headers: Record<string, string> = {}): Promise<Visit> {
  const { protocol, hostname, pathname, search } = new URL(url);
  const secure = protocol === "https:";
  return new Promise((resolve, reject) => {
    const request = (secure ? requestHttps : requestHttp)(
      {
        host: to.address,
        port: secure ? to.ports.https : to.ports.http,
        path: pathname + search,
        headers: { host: hostname, ...headers },
        ...(secure ? { servername: hostname, ca: to.root.certificatePem, agent: false } : { agent: false }),
      },
      (response) => {
        const serial = secure ? serialOf(response.socket as TLSSocket) : undefined;
        let body = "";
        response.setEncoding("utf8").on("data", (chunk: string) => {
          body += chunk;
        });
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body,
            ...(serial === undefined ? {} : { serial }),
          }),
        );
      },
    );
    request.once("error", reject);
    request.end();
  });
}

/** One request over HTTP/2, over a connection that was opened for the host, or for another one. */
export function visitHttp2(
  to: TestIngress,
  url: string,
  openedFor?: string,
): Promise<{ status: number; body: string }> {
  const { host, pathname } = new URL(url);
  return new Promise((resolve, reject) => {
    const session = connectHttp2(`https://${to.address}:${to.ports.https}`, {
      servername: openedFor ?? host,
      ca: to.root.certificatePem,
    });
    session.once("error", reject);
    const stream = session.request({ ":path": pathname, ":authority": host });
    let status = 0;
    let body = "";
    stream.once("response", (headers) => {
      status = headers[":status"] ?? 0;
    });
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      body += chunk;
    });
    stream.once("end", () => {
      session.close();
      resolve({ status, body });
    });
    stream.once("error", reject);
  });
}

function serialOf(socket: TLSSocket): string {
  return new X509Certificate(socket.getPeerCertificate(true).raw).serialNumber;
}
