"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "@/components/access/use-missing-role";
import { useSettled } from "@/components/ui/use-settled";
import type { ImportedDocumentView } from "@/lib/api/import";
import { importObjects, importPreviewQuery } from "@/lib/client/review";
import { writable } from "./import-actions";
import type { ImportConsent } from "./import-confirmation";

const pauseInMilliseconds = 400;
const noConsent: ImportConsent = { force: false, ignoreFindings: false };

/** The state of an import: the text, its effect, the selection, and the result. */
export function useImport(virtualCluster: string) {
  const client = useQueryClient();
  const [text, setText] = useState("");
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set());
  const [consent, setConsent] = useState(noConsent);
  const [useNamespaces, setUseNamespaces] = useState(false);
  const paused = useSettled(text, pauseInMilliseconds);
  // An emptied text counts at once.
  const isAsked = useMay(["editor", virtualCluster]);
  const settled = text === "" || !isAsked ? "" : paused;

  // Without the excluded documents, the problems of others may change.
  const whole = useQuery(importPreviewQuery(virtualCluster, { text: settled, useNamespaces }));
  const only = whole.data?.documents.map(({ index }) => index).filter((index) => !left.has(index));
  const part = useQuery({
    ...importPreviewQuery(virtualCluster, { text: settled, useNamespaces, ...(only ? { only } : {}) }),
    enabled: left.size > 0 && only !== undefined,
  });
  const preview = left.size > 0 ? part : whole;
  const answer = settled.trim() === "" ? undefined : (preview.data ?? whole.data);
  const documents = answer?.documents;
  const toWrite = documents?.filter((document) => writable(document) && !left.has(document.index)) ?? [];

  const apply = useMutation({
    mutationFn: () =>
      importObjects(virtualCluster, {
        text: settled,
        apply: true,
        useNamespaces,
        only: toWrite.map(({ index }) => index),
        ...consent,
      }),
    onSettled: () => client.invalidateQueries({ queryKey: ["findings", virtualCluster] }),
  });

  return {
    text,
    setText(next: string) {
      setText(next);
      setLeft(new Set());
      setConsent(noConsent);
      apply.reset();
    },
    /** Puts a name into a document of the text that has none. */
    async name({ start, source }: Pick<ImportedDocumentView, "start" | "source">, name: string) {
      const { nameDocument } = await import("./name-document");
      setText(nameDocument(text, start, name, source));
    },
    /** Whether some documents name another namespace. */
    namesOthers: documents?.some(({ written }) => written !== null) ?? false,
    useNamespaces,
    setUseNamespaces(next: boolean) {
      setUseNamespaces(next);
      apply.reset();
    },
    /** An example with names that are free in the virtual cluster, so that it changes nobody's objects. */
    async showExample() {
      for (let number = 1; ; number += 1) {
        const example = exampleYaml(number === 1 ? "example" : `example-${number}`);
        const { documents } = await client.fetchQuery(importPreviewQuery(virtualCluster, { text: example }));
        if (documents.every(({ current }) => current === null)) return setText(example);
      }
    },
    preview,
    documents,
    skipped: answer?.skipped ?? [],
    /** The text has changed since the preview. */
    stale: text !== settled || preview.isFetching,
    isChosen: (index: number) => !left.has(index),
    choose(index: number, chosen: boolean) {
      const next = new Set(left);
      if (chosen) next.delete(index);
      else next.add(index);
      setLeft(next);
      apply.reset();
    },
    toWrite,
    consent,
    setConsent,
    apply,
    resultOf: (index: number) => apply.data?.documents.find((one) => one.index === index)?.result ?? null,
  };
}

/** Documents to try an import with: of Kubernetes, of Istio, and of the original. They share one name. */
const exampleYaml = (name: string) => `apiVersion: v1
kind: Service
metadata:
  name: ${name}
spec:
  selector:
    app: ${name}
  ports:
    - name: http
      port: 80
      targetPort: 8080
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: ${name}
spec:
  host: ${name}
  subsets:
    - name: subset1
      labels:
        version: version1
---
# The YAML of Vamp Lamia
kind: VirtualService
name: ${name}
gateways: [mesh]
hosts: [${name}]
routes:
  - protocol: http
    weights:
      - { destination: ${name}, port: 80, version: subset1, weight: 100 }
`;
