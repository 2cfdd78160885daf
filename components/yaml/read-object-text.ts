import type { Kind } from "@/lib/istio/kinds";
import { objectProblems } from "@/lib/istio/kinds/object-problems";
import { readDocuments } from "@/lib/istio/yaml/read";
import type { KubernetesObject } from "@/lib/model/object";
import { texts } from "./texts";
import type { YamlProblem } from "./yaml-editor";

export interface ObjectText {
  /** `null` as long as anything is wrong with the text. */
  object: KubernetesObject | null;
  problems: YamlProblem[];
}

/** What must not change in the text, as the page it stands on is about one object. */
export interface ExpectedObject {
  kind: Kind;
  virtualCluster: string;
  /** The name, once there is one. */
  name?: string | undefined;
  /** What it is an edit of: what is wrong there already may stay. */
  existing?: KubernetesObject | null;
}

/** Reads the YAML of one object and checks all of it, with places in the text. */
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
