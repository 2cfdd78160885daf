import { catalogue } from "@/lib/text/catalogue";

/** Messages of this room. */
export const texts = catalogue({
  tooManyDocuments: "At most {max} documents can be read at once.",
  tooMuch:
    "This document has more than {max} structural characters, such as line breaks, colons and commas. Split it into smaller objects.",
  nestedTooDeeply: "The text is nested too deeply.",
  unreadable: "This document can’t be read.",
  tooDeep: "An object can be at most {max} levels deep.",
  uniqueKeys: "Keys in a map must be unique.",
});
