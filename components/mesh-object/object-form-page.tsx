"use client";
import type { ComponentType } from "react";
import { AllowedForm } from "@/components/access/allowed";
import { PageHeader } from "@/components/ui/page-header";
import { QueryFailure } from "@/components/ui/query-failure";
import type { Kind } from "@/lib/istio/kinds";
import { type EditorBase, useObject } from "./editor/use-object";
import { FormPlaceholder } from "./pages/form-placeholder";
import { newDescription, titleOf } from "./pages/kind-pages";
import { texts } from "./texts";

/** Props of a kind's editor, which loads with `deferred`, because forms are heavy. */
export interface EditorProps {
  virtualCluster: string;
  /** Null for a new object. */
  details: EditorBase | null;
}

export interface ObjectFormPageProps {
  kind: Kind;
  virtualCluster: string;
  /** The object to edit; undefined for a new one. */
  name?: string | undefined;
  Editor: ComponentType<EditorProps>;
}

/** The page that creates or edits an object: loads it, then shows the kind's editor. */
export function ObjectFormPage({ kind, virtualCluster, name, Editor }: ObjectFormPageProps) {
  const title = titleOf(kind);
  const query = useObject(kind, virtualCluster, name);
  const isNew = name === undefined;
  return (
    <>
      <PageHeader
        title={isNew ? texts.newKind({ kind: title.toLowerCase() }) : name}
        isName={!isNew}
        description={
          isNew
            ? newDescription(kind, virtualCluster)
            : texts.inVirtualCluster({ kind: title, virtualCluster })
        }
      />
      {isNew || query.data ? (
        <AllowedForm needs={["editor", virtualCluster, kind]}>
          <Editor virtualCluster={virtualCluster} details={query.data ?? null} />
        </AllowedForm>
      ) : query.isError ? (
        <QueryFailure what={`the ${title}`} query={query} />
      ) : (
        <FormPlaceholder />
      )}
    </>
  );
}
