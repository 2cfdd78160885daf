"use client";
import { ChevronRight } from "lucide-react";
import { useId, useState } from "react";
import { FindingList } from "@/components/mesh-object/findings";
import { kindTitles } from "@/components/mesh-object/pages/kind-pages";
import { Badge, StatusIcon } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { deferred } from "@/components/ui/deferred";
import { Checkbox } from "@/components/ui/form/checkbox";
import { Input } from "@/components/ui/form/controls";
import { Field } from "@/components/ui/form/field";
import { TextLink } from "@/components/ui/link";
import { Callout } from "@/components/ui/notices";
import { Skeleton } from "@/components/ui/skeleton";
import type { ImportedDocumentView } from "@/lib/api/import";
import { objectNameProblem } from "@/lib/model/dns-name";
import { actionLooks, writable } from "./import-actions";
import { texts } from "./texts";

interface ImportedDocumentCardProps {
  document: ImportedDocumentView;
  /** The namespace of the other documents. */
  virtualCluster: string;
  /** Puts a name into the text; undefined if the previous document has asked for it. */
  onName?: ((name: string) => void) | undefined;
  chosen: boolean;
  onChoose: (chosen: boolean) => void;
  /** The import's result for it. */
  result: ImportedDocumentView["result"];
}

/** One document of an import: what it is, what it would do, its problems, its result. */
export function ImportedDocumentCard(props: ImportedDocumentCardProps) {
  const { document, virtualCluster, onName, chosen, onChoose, result } = props;
  const { index, kind, name, namespace, source, line, action, current, next, findings } = document;
  const isNamespace = kind === "Namespace";
  const title = kindTitles[kind as keyof typeof kindTitles]?.title ?? kind ?? texts.unknownKind;
  const shownName = name || texts.numbered({ number: index + 1 });
  const words = `${title} ${shownName}`;
  const isUnnamed = name === "" && kind !== null;
  const look = isUnnamed ? actionLooks.unnamed : actionLooks[action ?? "none"];
  // The name's field says it.
  const problems = document.problems.filter(
    ({ path }) => !isUnnamed || !["name", "metadata.name"].includes(path.join(".")),
  );
  return (
    <li className="grid min-w-0 gap-2.5 p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Checkbox
          label={
            <>
              <span className="text-muted">{title}</span>{" "}
              <span className="break-all font-medium font-mono">{shownName}</span>
            </>
          }
          checked={chosen && writable(document)}
          disabled={!writable(document)}
          onChange={(event) => onChoose(event.target.checked)}
        />
        {result ? null : <Badge tone={look.tone}>{look.label}</Badge>}
        {source === "vamp" ? <Badge tone="outline">{texts.vampYaml}</Badge> : null}
        {isNamespace ? <Badge tone="outline">{texts.becomesVirtualCluster}</Badge> : null}
        {isNamespace || namespace === virtualCluster ? null : (
          <Badge tone="outline">{texts.inNamespace({ namespace })}</Badge>
        )}
      </div>
      {result ? (
        <Callout tone={result.done ? "done" : "failed"}>
          {result.detail}{" "}
          {result.link ? <TextLink href={result.link}>{texts.open({ name })}</TextLink> : null}
        </Callout>
      ) : null}
      {isUnnamed && onName ? <DocumentName kind={title} line={line} onName={onName} /> : null}
      <ImportProblems document={{ ...document, problems }} />
      {findings.length > 0 ? <FindingList findings={findings} about={{ kind: kind ?? "", name }} /> : null}
      {next !== null && action !== "unchanged" ? (
        <ShownChanges label={texts.changesOf({ name: words })} current={current ?? ""} next={next} />
      ) : null}
    </li>
  );
}

const YamlDiff = deferred(
  () => import("@/components/yaml/yaml-diff").then((module) => module.YamlDiff),
  () => <Skeleton className="h-72 w-full" />,
);

/** A diff behind a button; loads on demand. */
function ShownChanges({ label, current, next }: { label: string; current: string; next: string }) {
  const id = useId();
  const [open, setOpen] = useState(false);
  return (
    <div className="grid gap-2">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
        className="flex w-fit cursor-pointer items-center gap-1 rounded-sm text-muted text-sm hover:text-ink"
      >
        <ChevronRight aria-hidden className={cn("size-4 transition-transform", open && "rotate-90")} />
        {open ? texts.hideChanges : texts.showChanges}
        <span className="sr-only">: {label}</span>
      </button>
      {open ? (
        <div id={id}>
          <YamlDiff label={label} current={current} next={next} className="h-72" />
        </div>
      ) : null}
    </div>
  );
}

/** The problems of a document, with line and column, and the API server's errors. */
export function ImportProblems({ document: { problems, refusals } }: { document: ImportedDocumentView }) {
  if (problems.length === 0 && refusals.length === 0) return null;
  return (
    <ul className="grid gap-1.5 text-sm">
      {problems.map(({ severity, path, message, line, column }) => (
        <li key={`${line}:${column} ${path.join(".")} ${message}`} className="flex gap-2">
          <StatusIcon state={severity === "error" ? "failed" : "waiting"} decorative className="mt-0.5" />
          <span className="min-w-0 break-words">
            <span className="sr-only">{severity}: </span>
            {message}{" "}
            <span className="whitespace-nowrap text-subtle text-xs">{texts.at({ line, column })}</span>
          </span>
        </li>
      ))}
      {refusals.map(({ path, message, manager }) => (
        <li key={`${path.join(".")} ${message}`} className="flex gap-2">
          <StatusIcon state="blocked" decorative className="mt-0.5" />
          <span className="min-w-0 break-words">
            {message} {path.length > 0 ? <span className="font-mono text-xs">{path.join(".")}</span> : null}
            {manager && !message.includes(manager) ? (
              <span className="text-muted"> {texts.ownedBy({ manager })}</span>
            ) : null}
          </span>
        </li>
      ))}
    </ul>
  );
}

interface DocumentNameProps {
  /** What the document is, and where it begins: the field's name for screen readers. */
  kind: string;
  line: number;
  onName: (name: string) => void;
}

/** Asks for the name of a document without one: the original's command took it from the command line. */
function DocumentName({ kind, line, onName }: DocumentNameProps) {
  const [name, setName] = useState("");
  const [isTried, setTried] = useState(false);
  const problem = objectNameProblem(name);
  const use = () => {
    setTried(true);
    if (problem === null) onName(name);
  };
  return (
    <Field
      label={texts.nameOf({ kind, line })}
      help={texts.nameHelp}
      error={isTried ? (problem ?? undefined) : undefined}
    >
      <div className="flex gap-2">
        <Input
          mono
          value={name}
          onChange={(event) => setName(event.target.value.trim())}
          onKeyDown={(event) => {
            if (event.key === "Enter") use();
          }}
        />
        <Button className="shrink-0" onClick={use}>
          {texts.takeName}
        </Button>
      </div>
    </Field>
  );
}
