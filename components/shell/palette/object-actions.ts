import type { FoundObject } from "@/lib/api/page";
import { texts } from "./texts";

/** Actions for a found object, as verbs before or after its name. */
export const verbs = {
  check: ["check", "recheck"],
  edit: ["edit", "change"],
  delete: ["delete", "remove"],
  yaml: ["yaml"],
  diagnose: ["diagnose"],
  routes: ["routes", "map"],
  version: ["version"],
  online: ["online"],
} as const;

export type Verb = keyof typeof verbs;

export interface ObjectAction {
  verb: Verb;
  title: (values: { kind: string }) => string;
  /** The page of the action; without it, it happens in the palette's own dialog, or at once. */
  href?: string;
}

/** Filler words next to a verb: "show the yaml of shop", "check shop now". */
const filling = new Set(["show", "the", "of", "a", "add", "to", "put", "now"]);

/** The verb in the typed text, and the rest; null without a verb or without a rest. */
export function verbIn(query: string): { verb: Verb; rest: string } | null {
  const words = query.trim().split(/\s+/);
  const isVerb = (verb: Verb) => words.some((word) => isWordOf(verb, word));
  const verb = (Object.keys(verbs) as Verb[]).find(isVerb);
  if (!verb) return null;
  const rest = words.filter((word) => !isWordOf(verb, word) && !filling.has(word.toLowerCase())).join(" ");
  return rest === "" ? null : { verb, rest };
}

function isWordOf(verb: Verb, word: string): boolean {
  return verbs[verb].some((each) => each === word.toLowerCase());
}

/** All actions for an object, the most likely first; none for kinds without a page. */
export function actionsOf({ kind, name, link, host, virtualCluster }: FoundObject): ObjectAction[] {
  const edit: ObjectAction = { verb: "edit", title: texts.editKind, href: `${link}/edit` };
  const remove: ObjectAction = { verb: "delete", title: texts.deleteKind };
  switch (kind) {
    case "VirtualCluster":
      return [
        { ...edit, title: texts.editMetadataOf, href: `${link}/metadata` },
        { verb: "routes", title: texts.showRoutesOf, href: `${link}/map` },
        { verb: "online", title: texts.putOnlineIn, href: `${link}/online` },
      ];
    case "Gateway":
      return [
        edit,
        ...(host === null
          ? []
          : ([
              { verb: "check", title: texts.checkKind },
              { verb: "diagnose", title: texts.diagnoseKind, href: diagnosisOf(host) },
            ] as const)),
        { verb: "yaml", title: texts.showYamlOf, href: `${link}#yaml` },
        {
          verb: "routes",
          title: texts.showRoutesOf,
          href: `/virtual-clusters/${encodeURIComponent(virtualCluster ?? "")}/map?gateway=${encodeURIComponent(name)}`,
        },
        remove,
      ];
    case "VirtualService":
    case "DestinationRule":
    case "Service":
    case "ServiceEntry":
      return [edit, { verb: "yaml", title: texts.showYamlOf, href: `${link}?tab=yaml` }, remove];
    case "Application":
      return [
        { verb: "version", title: texts.addVersionTo, href: `${link}/versions/new` },
        {
          verb: "online",
          title: texts.putKindOnline,
          href: `${link.replace(/\/applications\/[^/]*$/, "")}/online?app=${link.split("/").at(-1)}`,
        },
        remove,
      ];
    default:
      return [];
  }
}

/** A wildcard represents names below it; one of them is checked. */
function diagnosisOf(host: string): string {
  return `/diagnose?host=${encodeURIComponent(host.replace(/^\*\./, "www."))}`;
}
