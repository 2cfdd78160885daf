import { request } from "node:https";

export interface ObjectId {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string };
}

/** Another client of the API server, which writes like kubectl: any kind that the server serves. */
export interface Api {
  /** Server-side apply, like `kubectl apply --server-side --force-conflicts`. */
  apply(...objects: object[]): Promise<void>;
  /** Server-side apply of the status, like the object's controller. */
  applyStatus(object: object): Promise<void>;
  /** A missing object counts as deleted. */
  remove(...objects: ObjectId[]): Promise<void>;
  read<Read>(object: ObjectId): Promise<Read>;
  /** Throws when the status isn't 2xx. */
  send(method: string, path: string, body?: object, contentType?: string): Promise<unknown>;
}

interface Kind {
  name: string;
  kind: string;
  namespaced: boolean;
}

export function apiOf({ url, ca, token }: { url: string; ca: string; token: string }): Api {
  const kinds = new Map<string, Promise<Kind[]>>();
  const root = (apiVersion: string) =>
    apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;

  function exchange(method: string, path: string, body: object | undefined, contentType: string) {
    return new Promise<{ status: number; text: string }>((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}`, ...(body ? { "content-type": contentType } : {}) };
      const sent = request(`${url}${path}`, { method, ca, headers }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => {
          text += chunk;
        });
        response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
      });
      sent.on("error", reject);
      sent.end(body ? JSON.stringify(body) : undefined);
    });
  }

  async function send(method: string, path: string, body?: object, contentType = "application/json") {
    const { status, text } = await exchange(method, path, body, contentType);
    if (status < 300) return JSON.parse(text) as unknown;
    throw Object.assign(new Error(`${method} ${path}: ${status} ${text}`), { status });
  }

  async function pathOf({ apiVersion, kind, metadata }: ObjectId): Promise<string> {
    const known =
      kinds.get(apiVersion) ??
      send("GET", root(apiVersion)).then((list) => (list as { resources: Kind[] }).resources);
    kinds.set(apiVersion, known);
    const found = (await known).find((each) => each.kind === kind && !each.name.includes("/"));
    if (!found) {
      kinds.delete(apiVersion);
      throw new Error(`The API server serves no ${kind} of ${apiVersion}.`);
    }
    const scope = found.namespaced ? `/namespaces/${metadata.namespace ?? "default"}` : "";
    return `${root(apiVersion)}${scope}/${found.name}/${metadata.name}`;
  }

  const patch = async (object: object, subresource: string) => {
    const path = await pathOf(object as ObjectId);
    const query = "fieldManager=kubectl&force=true";
    await send("PATCH", `${path}${subresource}?${query}`, object, "application/apply-patch+yaml");
  };
  return {
    send,
    async apply(...objects) {
      for (const object of objects) await patch(object, "");
    },
    applyStatus: (object) => patch(object, "/status"),
    async remove(...objects) {
      for (const object of objects)
        await send("DELETE", await pathOf(object)).catch((thrown: { status?: number }) => {
          if (thrown.status !== 404) throw thrown;
        });
    },
    async read(object) {
      return (await send("GET", await pathOf(object))) as never;
    },
  };
}
