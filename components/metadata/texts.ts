import { catalogue } from "@/lib/text/catalogue";

/** Texts of the metadata of a virtual cluster. */
export const texts = catalogue({
  leaveHelp:
    "Your changes aren’t saved. This tab keeps them until you close it, except for secrets: enter those again.",
});
