import type { ServerResponse } from "node:http";
import { stringify } from "yaml";
import type { StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { ageColumn, nameColumn } from "@/sandbox/kubernetes/columns/column";
import {
  groupVersion,
  objectIn,
  type ResourceType,
  storageVersion,
} from "@/sandbox/kubernetes/resources/resource-type";
import { type Entry, entryText } from "@/sandbox/kubernetes/store/object-store";
import { ApiError } from "./api-error";
import type { ApiRequest } from "./api-request";

/** The requested response format. */
export type Representation = "json" | "yaml" | "table" | "partial" | "aggregated";

/** Picks the first format in an Accept header that the server supports. Throws 406 when there is none. */
export function negotiate(accept: string | undefined): Representation {
  for (const part of (accept ?? "*/*").split(",")) {
    const [mediaType = "", ...parameters] = part.split(";").map((text) => text.trim());
    const found = representationOf(mediaType, parameters);
    if (found) return found;
  }
  const message = "only the following media types are accepted: application/json, application/yaml";
  throw new ApiError(406, "NotAcceptable", message, {});
}

function representationOf(mediaType: string, parameters: readonly string[]): Representation | null {
  if (mediaType === "application/yaml") return "yaml";
  if (mediaType !== "application/json" && mediaType !== "*/*" && mediaType !== "application/*") return null;
  const as = parameters.find((parameter) => parameter.startsWith("as="))?.slice(3);
  if (as === undefined) return "json";
  if (as === "Table") return "table";
  if (as === "APIGroupDiscoveryList") return parameters.includes("v=v2") ? "aggregated" : null;
  return as.startsWith("PartialObjectMetadata") ? "partial" : null;
}

/** Sends a text body in one piece. */
export function sendBody(response: ServerResponse, code: number, text: string, contentType: string): void {
  response.writeHead(code, {
    "content-type": contentType,
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-cache, private",
  });
  response.end(text);
}

/** Sends JSON text, converted to YAML if requested. */
export function sendText(
  response: ServerResponse,
  code: number,
  text: string,
  form: Representation = "json",
): void {
  // YAML 1.1 readers don't take a bare timestamp or `yes` as a string.
  if (form === "yaml")
    sendBody(response, code, stringify(JSON.parse(text), { version: "1.1" }), "application/yaml");
  else sendBody(response, code, text, "application/json");
}

export function sendJson(response: ServerResponse, code: number, value: unknown): void {
  sendText(response, code, JSON.stringify(value));
}

/** Answers an API error as its Status, and any other error as 500. Sends nothing to a disconnected client. */
export function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const known = error instanceof ApiError ? error : internalError(error);
  sendJson(response, known.code, known.status());
}

function internalError(error: unknown): ApiError {
  console.error("the Kubernetes API failed:", error);
  const cause = error instanceof Error ? error.message : "unknown";
  return new ApiError(500, "InternalError", `Internal error occurred: ${cause}`);
}

/** Answers with one object in the requested format. */
export function sendObject(api: ApiRequest, code: number, entry: Entry): void {
  const form = negotiate(api.request.headers.accept);
  sendText(api.response, code, textOf(api, entry, form), form);
}

function textOf({ type, version, cluster, query }: ApiRequest, entry: Entry, form: Representation): string {
  if (form === "partial") return JSON.stringify(partialMetadata(entry.object));
  if (form !== "table") return objectText(entry, type, version);
  const metadata = { resourceVersion: entry.object.metadata.resourceVersion };
  const options = { now: cluster.now(), includeObject: query.get("includeObject"), metadata };
  return JSON.stringify(tableOf(type, version, [entry], options));
}

/** The object's JSON in the requested version. */
export function objectText(entry: Entry, type: ResourceType, version: string): string {
  const stored = storageVersion(type);
  const wanted = groupVersion(type.group, version);
  if (type.convert && stored !== wanted) {
    return JSON.stringify(objectIn(type, version, entry.object as unknown as Record<string, unknown>));
  }
  const text = entryText(entry);
  return stored === wanted ? text : text.replace(`{"apiVersion":"${stored}"`, `{"apiVersion":"${wanted}"`);
}

/** The object as a list item: built-in kinds have neither apiVersion nor kind there. */
export function itemText(entry: Entry, type: ResourceType, version: string): string {
  const text = objectText(entry, type, version);
  if (type.custom) return text;
  const head = `{"apiVersion":"${groupVersion(type.group, version)}","kind":"${type.kind}",`;
  return text.startsWith(head) ? `{${text.slice(head.length)}` : text;
}

export function partialMetadata(object: StoredObject): Record<string, unknown> {
  return { kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1", metadata: object.metadata };
}

/** The `meta.k8s.io/v1` Table of some objects, as `kubectl get` shows them. */
export function tableOf(
  type: ResourceType,
  version: string,
  entries: readonly Entry[],
  options: { now: Date; includeObject: string | null; metadata: Record<string, unknown> },
): Record<string, unknown> {
  const columns = type.columns.length > 0 ? type.columns : [nameColumn, ageColumn];
  const whole = options.includeObject === "Object";
  return {
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata: options.metadata,
    columnDefinitions: columns.map(({ name, type: kind, priority }) => ({
      name,
      type: kind,
      format: name === "Name" ? "name" : "",
      description: "",
      priority,
    })),
    rows: entries.map(({ object }) => ({
      cells: columns.map((column) => column.cell(object, options.now)),
      ...(options.includeObject !== "None" && {
        object: whole
          ? objectIn(type, version, object as unknown as Record<string, unknown>)
          : partialMetadata(object),
      }),
    })),
  };
}

/** How much a client may leave unread before its stream ends: a few thousand events. */
const mostUnreadBytes = 16 * 1024 * 1024;
/** How long a client may take to read the rest of an ended stream. */
const lastReadMilliseconds = 30_000;

/** A response without a fixed end: a watch, or a followed log. */
export interface ResponseStream {
  /** Sends text, or ends the stream if the client doesn't keep up. Does nothing once the stream has ended. */
  write(text: string): void;
  /** Sends initial text of any length, which doesn't count as unread. */
  writeSnapshot(text: string): void;
  /** Ends the stream properly: what was written still arrives. */
  end(): void;
}

/**
 * Streams to a client that may be slow or disconnected. A response accepts no text between its end and its close –
 * Node raises an error that ends the process – and with a slow client these are far apart. A client that doesn't
 * read is disconnected properly, as the API server does it, and resumes from the last version it has seen.
 * @param onEnd releases what feeds the stream; called once, at the stream's end or when the client disconnects
 */
export function streamTo(response: ServerResponse, onEnd: () => void): ResponseStream {
  let hasEnded = false;
  let snapshotBytes = 0;
  const release = (): void => {
    if (hasEnded) return;
    hasEnded = true;
    onEnd();
  };
  const end = (): void => {
    if (hasEnded) return;
    release();
    response.end();
    const lastRead = setTimeout(() => response.destroy(), lastReadMilliseconds).unref();
    response.once("close", () => clearTimeout(lastRead));
  };
  response.on("drain", () => {
    snapshotBytes = 0;
  });
  if (response.destroyed) release();
  else response.once("close", release);
  return {
    write(text) {
      if (hasEnded) return;
      response.write(text);
      if (response.writableLength > snapshotBytes + mostUnreadBytes) end();
    },
    writeSnapshot(text) {
      if (hasEnded) return;
      response.write(text);
      snapshotBytes = response.writableLength;
    },
    end,
  };
}
