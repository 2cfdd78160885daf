import type { Entry } from "@/sandbox/kubernetes/store/shelf";
import { negotiate, type Representation } from "./accept";
import type { ApiRequest } from "./api-request";
import { objectText, partialMetadata } from "./object-text";
import { sendText } from "./respond";
import { tableOf } from "./table";

/** Answers with one object in the form that was asked for. */
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
