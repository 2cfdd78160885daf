import { z } from "zod";
import {
  auditDetailsSchema,
  auditEntrySchema,
  auditExportQuerySchema,
  auditQuerySchema,
  auditVerificationSchema,
} from "@/lib/api/audit";
import { pageSchema } from "@/lib/api/page";
import { toYaml } from "@/lib/istio/yaml/write";
import type { KubernetesObject } from "@/lib/model/object";
import { everywhere } from "@/lib/model/roles";
import type { EntryRow } from "@/lib/store/audit/audit";
import type { Entry } from "@/lib/store/audit/chain";
import type { Identity } from "../access/identity";
import { operation } from "../http/operation";
import { ProblemError } from "../http/problem-error";
import type { Installation } from "../installation";
import { texts } from "../operations/texts";

const tag = "Audit";
const path = "/audit";

export const listAudit = operation({
  method: "get",
  needs: ["viewer", "visible"],
  path,
  summary: texts.listAudit,
  tag,
  query: auditQuerySchema,
  answer: pageSchema(auditEntrySchema),
  async run({ query: { versions, ...query }, identity, installation }) {
    const isVersion = versions === "true" || undefined;
    const wanted = { ...query, isVersion, visible: visibleTo(identity) };
    const { items, nextCursor } = await installation.store.audit.list(wanted);
    return { items: items.map((row) => entryView(row, identity)), nextCursor, total: items.length };
  },
});

export const readAuditEntry = operation({
  method: "get",
  needs: ["viewer", "visible"],
  path: `${path}/{seq}`,
  summary: texts.readAuditEntry,
  tag,
  params: z.object({ seq: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) }),
  answer: auditDetailsSchema,
  async run({ params, identity, installation }) {
    const entry = await installation.store.audit.read(params.seq);
    const visible = visibleTo(identity);
    if (!entry || !isVisible(visible, entry)) throw new ProblemError("not-found", texts.noAuditEntry);
    const { before, after, summary, ...details } = detailsOf(entry);
    return {
      ...entryView({ ...entry, summary: summary === undefined ? null : String(summary) }, identity),
      before: yamlOf(before),
      after: yamlOf(after),
      details: isObject(before) || isObject(after) ? details : { ...details, before, after },
      hash: entry.hash,
    };
  },
});

export const verifyAudit = operation({
  method: "get",
  needs: ["admin", "installation"],
  path: `${path}/verification`,
  summary: texts.verifyAudit,
  tag,
  answer: auditVerificationSchema,
  async run({ installation }) {
    const { entries, anchor, last, broken } = await installation.store.audit.verify();
    return { entries, removedUpTo: anchor.seq, last, broken };
  },
});

export const exportAudit = operation({
  method: "get",
  needs: ["viewer", "visible"],
  path: `${path}/export`,
  summary: texts.exportAudit,
  tag,
  query: auditExportQuerySchema,
  answerType: "application/jsonl",
  act: "audit.exported",
  async run({ query, identity, installation }) {
    const headers = {
      "content-type": "application/jsonl; charset=utf-8",
      "content-disposition": 'attachment; filename="lamia-audit.jsonl"',
      "cache-control": "no-store",
    };
    return new Response(linesOf(installation, { ...query, visible: visibleTo(identity) }, identity), {
      headers,
    });
  },
});

/** As fast as it is read, so that an export of any size takes little memory. */
function linesOf(
  { store }: Installation,
  query: Parameters<typeof store.audit.export>[0],
  identity: Identity | null,
): ReadableStream<Uint8Array> {
  const entries = store.audit.export(query);
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await entries.next();
      if (done) return controller.close();
      const { address } = entryView({ ...value, summary: null }, identity);
      const line = { ...value, address, details: detailsOf(value) };
      controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`));
    },
    async cancel() {
      await entries.return(undefined);
    },
  });
}

/** The virtual clusters whose entries somebody sees; null for everything. */
export function visibleTo(identity: Identity | null): string[] | null {
  const grants = identity?.grants ?? [];
  if (isAdmin(identity)) return null;
  return [...new Set(grants.map(({ scope }) => scope))];
}

function isVisible(visible: readonly string[] | null, { virtualCluster }: Pick<Entry, "virtualCluster">) {
  if (visible === null) return true;
  return virtualCluster !== null && (visible.includes(everywhere) || visible.includes(virtualCluster));
}

function isAdmin(identity: Identity | null): boolean {
  return (identity?.grants ?? []).some(({ role, scope }) => scope === everywhere && role === "admin");
}

function entryView(row: EntryRow, identity: Identity | null) {
  const { version: _, digest: __, hash: ___, actorId: ____, address, ...shown } = row;
  return { ...shown, address: isAdmin(identity) ? address : null };
}

export function detailsOf({ details }: Pick<Entry, "details">): Record<string, unknown> {
  return JSON.parse(details) as Record<string, unknown>;
}

function isObject(version: unknown): version is KubernetesObject {
  return typeof version === "object" && version !== null && "metadata" in version;
}

function yamlOf(version: unknown): string | null {
  return isObject(version) ? toYaml(version) : null;
}
