import { RemedyLink } from "@/components/mesh-object/findings";
import { editHref, kindTitles } from "@/components/mesh-object/pages/kind-pages";
import { TextLink } from "@/components/ui/text-link";
import type { FindingView } from "@/lib/api/finding";
import { texts } from "./texts";

/** Where a finding can be put right, and where Istio tells more of it. */
export function FindingLinks({ finding }: { finding: FindingView }) {
  const { code, object } = finding;
  const docs = docsOf(code);
  const hasForm = Object.hasOwn(kindTitles, object.kind);
  return (
    <>
      <RemedyLink finding={finding} />
      {hasForm ? (
        <TextLink
          href={editHref(object.kind as keyof typeof kindTitles, object.namespace, object.name)}
          aria-label={texts.editObject({ name: object.name })}
        >
          {texts.edit}
        </TextLink>
      ) : null}
      {docs ? <TextLink href={docs}>{texts.inIstioDocs({ code })}</TextLink> : null}
    </>
  );
}

/** The page of Istio's documentation about one of its analyzers' codes; null for the panel's own codes. */
export function docsOf(code: string): string | null {
  return /^IST\d{4}$/.test(code)
    ? `https://istio.io/latest/docs/reference/config/analysis/${code.toLowerCase()}/`
    : null;
}
