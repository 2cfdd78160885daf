import { catalogue } from "@/lib/text/catalogue";

/** Texts of objects as YAML. */
export const texts = catalogue({
  yamlOf: "YAML of {title} {name}",
  download: "Download",
  empty: "The text is empty",
  oneObject: "This page is about one object. To create several, use the import.",
  wrongKind: "The kind must be {kind}.",
  nameStays: "The name is {name} and can’t change.",
  namespaceStays: "The object is in {namespace} and can’t move.",
});
