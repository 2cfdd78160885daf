import type { Kind } from "@/lib/istio/kinds";
import { objectProblems } from "@/lib/istio/kinds/object-problems";
import { readDocuments } from "@/lib/istio/yaml/read";
import type { KubernetesObject } from "@/lib/model/object";
import { texts } from "./texts";
import type { YamlProblem } from "./yaml-editor";

export interface ObjectText {
  /** `null` while the text has any problem. */
  object: KubernetesObject | null;
  problems: YamlProblem[];
}

/** Values that must not change in the text, because its page is about one object. */
export interface ExpectedObject {
  kind: Kind;
  virtualCluster: string;
  /** The name, once set. */
  name?: string | undefined;
  /** The object it is an edit of: problems that exist there already are allowed. */
  existing?: KubernetesObject | null;
}

/** Parses and checks the YAML of one object, with positions in the text. */
export function readObjectText(text: string, expected: ExpectedObject): ObjectText {
  const [document, ...more] = readDocuments(text);
  if (!document) return { object: null, problems: [{ start: 0, end: 0, message: texts.empty }] };
  if (document.problems.length > 0) return { object: null, problems: document.problems };
  const at = (path: (string | number)[], message: string): YamlProblem => ({
    ...document.locate(path),
    message,
  });
  const value = document.value as Partial<KubernetesObject> | null;
  const problems = [
    ...more.map((other) => ({
      ...other.locate([]),
      message: texts.oneObject,
    })),
    ...(value?.kind !== undefined && value.kind !== expected.kind
      ? [at(["kind"], texts.wrongKind({ kind: expected.kind }))]
      : objectProblems(expected.kind, value, expected.existing).map(({ path, message }) =>
          at(path, message),
        )),
    ...(expected.name !== undefined && value?.metadata?.name !== expected.name
      ? [at(["metadata", "name"], texts.nameStays({ name: expected.name }))]
      : []),
    ...(value?.metadata?.namespace !== undefined && value.metadata.namespace !== expected.virtualCluster
      ? [at(["metadata", "namespace"], texts.namespaceStays({ namespace: expected.virtualCluster }))]
      : []),
  ];
  return { object: problems.length > 0 ? null : (value as KubernetesObject), problems };
}
